import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Problem } from "@/workflows/definition/problem";
import { validateDefinition } from "@/workflows/definition/validate-definition";
import {
  emptyDefinition,
  type WorkflowDefinition,
  type WorkflowNode,
} from "@/workflows/definition/workflow-definition";
import { branch, respond, step, trigger, workflow } from "@/workflows/testing/builders";

/** `code node.field`, which is what a table can hold; messages have tests of their own. */
function brief({ code, nodeId, field }: Problem): string {
  return `${code} ${nodeId ?? "-"}${field === null ? "" : `.${field}`}`;
}

function problemsOf(nodes: readonly WorkflowNode[], edges: readonly string[]): readonly string[] {
  return validateDefinition(workflow(nodes, edges)).map(brief);
}

/** What one node of this config says, connected and named as it should be. */
function problemsOfConfig(kind: string, config: Record<string, unknown>): readonly Problem[] {
  const node = step("x", { kind, config: config as WorkflowNode["config"] });
  return validateDefinition(workflow([trigger("t"), node], ["t -> x"]));
}

test("finds nothing wrong with a graph that has every kind in its place", () => {
  //  t → a → b ─yes→ ok
  //          └──no→ no
  const nodes = [trigger("t"), step("a"), branch("b"), respond("ok"), respond("no")];
  expect(problemsOf(nodes, ["t -> a", "a -> b", "b.yes -> ok", "b.no -> no"])).toEqual([]);
});

test("an empty workflow lacks a trigger, and nothing else is said", () => {
  expect(validateDefinition(emptyDefinition).map(brief)).toEqual(["no-trigger -"]);
});

test("without a trigger no node is called an orphan", () => {
  expect(problemsOf([step("a"), step("b")], ["a -> b"])).toEqual(["no-trigger -"]);
});

describe("the graph", () => {
  test.each<[string, WorkflowNode[], string[], string[]]>([
    ["an unknown kind", [trigger("t"), step("a", { kind: "teleport" })], ["t -> a"], ["unknown-kind a"]],
    [
      "a kind named as an object's method",
      [trigger("t"), step("a", { kind: "toString" })],
      ["t -> a"],
      ["unknown-kind a"],
    ],
    ["two nodes of one id", [trigger("t"), step("a"), step("a", { name: "b" })], ["t -> a"], ["duplicate-id a"]],
    ["a node without a name", [trigger("t"), step("a", { name: "  " })], ["t -> a"], ["missing-field a.name"]],
    [
      "names that differ in case and spaces only",
      [trigger("t"), step("a", { name: "Charge" }), step("b", { name: " charge " })],
      ["t -> a", "t -> b"],
      ["duplicate-name b.name"],
    ],
    ["an edge to nowhere", [trigger("t"), step("a")], ["t -> a", "a -> gone"], ["unknown-node a"]],
    ["an edge from nowhere", [trigger("t"), step("a")], ["t -> a", "gone -> a"], ["unknown-node a"]],
    ["an edge between two nowheres", [trigger("t")], ["gone -> lost"], ["unknown-node -"]],
    ["a port that the source has not", [trigger("t"), step("a")], ["t.yes -> a"], ["unknown-port t"]],
    ["an edge into a trigger", [trigger("t"), trigger("u"), step("a")], ["t -> a", "a -> u"], ["unknown-port u"]],
    ["an edge out of an answer", [trigger("t"), respond("r"), step("a")], ["t -> r", "r -> a"], ["unknown-port r"]],
    ["an orphan", [trigger("t"), step("a"), step("b")], ["t -> a"], ["orphan b"]],
    ["orphans in a row", [trigger("t"), step("a"), step("b")], ["a -> b"], ["orphan a", "orphan b"]],
    [
      "two triggers of one address",
      [trigger("t"), trigger("u", { config: trigger("t").config }), step("a")],
      ["t -> a", "u -> a"],
      ["address-taken u.path"],
    ],
  ])("tells %s", (_name, nodes, edges, expected) => {
    expect(problemsOf(nodes, edges)).toEqual(expected);
  });

  test("tells an edge drawn twice, but not two ports that lead to one node", () => {
    const nodes = [trigger("t"), branch("b"), step("a")];
    const twice: WorkflowDefinition = workflow(nodes, ["t -> b", "b.yes -> a", "b.no -> a"]);
    expect(validateDefinition(twice)).toEqual([]);

    const copy = { id: "copy", source: "b", sourcePort: "yes", target: "a" };
    expect(validateDefinition({ ...twice, edges: [...twice.edges, copy] }).map(brief)).toEqual(["duplicate-edge b"]);
    const [first] = twice.edges;
    const sameId = { ...copy, id: first?.id ?? "", sourcePort: "no", target: "t" };
    expect(validateDefinition({ ...twice, edges: [...twice.edges, sameId] }).map(brief)).toContain("duplicate-id -");
  });
});

describe("cycles", () => {
  test.each<[string, string[], string[]]>([
    //  t → a ↺
    ["a node that leads to itself", ["t -> a", "a -> a"], ["a → a"]],
    //  t → a ⇄ b
    ["two nodes", ["t -> a", "a -> b", "b -> a"], ["a → b → a"]],
    //  t → c ─yes→ a → b ─┐
    //      ↑──────────────┘
    ["one behind a branch", ["t -> c", "c.yes -> a", "a -> b", "b -> c"], ["a → b → c → a"]],
    //  t → a ⇄ b → d ⇄ e
    [
      "two of them, one after the other",
      ["t -> a", "a -> b", "b -> a", "b -> d", "d -> e", "e -> d"],
      ["a → b → a", "d → e → d"],
    ],
    //  a ⇄ b, reached by nothing
    ["one that nothing leads to", ["t -> d", "d -> e", "t -> c", "a -> b", "b -> a"], ["a → b → a"]],
  ])("names the way round for %s", (_name, edges, ways) => {
    const nodes = [trigger("t"), step("a"), step("b"), branch("c"), step("d"), step("e")];
    const found = validateDefinition(workflow(nodes, edges)).filter(({ code }) => code === "cycle");
    expect(found.map(({ message }) => message)).toEqual(
      ways.map((way) => `These nodes lead in a circle: ${way}. Delete one of the connections.`),
    );
  });

  test("a diamond is no cycle", () => {
    //      ┌→ a ─┐
    //  t → ┤     ├→ d
    //      └→ b ─┘
    const nodes = [trigger("t"), step("a"), step("b"), step("d")];
    expect(problemsOf(nodes, ["t -> a", "t -> b", "a -> d", "b -> d"])).toEqual([]);
  });

  test("a graph has a cycle exactly when its nodes cannot be put in an order", () => {
    const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 });
    fc.assert(
      fc.property(pairs, (edges) => {
        const nodes = Array.from({ length: 8 }, (_, index) => step(`n${index}`));
        const texts = [...new Set(edges.map(([from, to]) => `n${from} -> n${to}`))];
        const found = validateDefinition(workflow(nodes, texts)).some(({ code }) => code === "cycle");
        expect(found).toBe(!canBeOrdered(edges));
      }),
    );
  });
});

describe("fields", () => {
  test.each<[string, string, Record<string, unknown>, string, string]>([
    ["function", "nothing", {}, "missing-field x.source", "Write the step's code: export a default function."],
    [
      "function",
      "spaces",
      { source: " \n" },
      "missing-field x.source",
      "Write the step's code: export a default function.",
    ],
    [
      "function",
      "a number",
      { source: 7 },
      "invalid-field x.source",
      "Write the step's code: export a default function.",
    ],
    [
      "function",
      "too much",
      { source: "x".repeat(500_001) },
      "invalid-field x.source",
      "Keep it to 500,000 characters.",
    ],
    [
      "branch",
      "an empty text",
      { condition: "" },
      "missing-field x.condition",
      "Write a condition, such as input.total > 100.",
    ],
    [
      "respond",
      "a null",
      { status: null, headers: "{}", body: "1" },
      "missing-field x.status",
      "Give a status, such as 200.",
    ],
  ])("of a %s with %s", (kind, _what, config, expected, message) => {
    const problems = problemsOfConfig(kind, config);
    expect(problems.map(brief)).toEqual([expected]);
    expect(problems[0]?.message).toBe(message);
  });

  test.each([
    ["", "missing-field", /such as orders\.$/],
    ["/orders", "invalid-field", /such as orders\/new\.$/],
    ["orders//new", "invalid-field", /such as orders\/new\.$/],
    ["orders/../admin", "invalid-field", /no \. or \.\. in it/],
  ])("of a trigger at %j: %s", (path, code, message) => {
    const wrong = trigger("t", { config: { ...trigger("t").config, path } });
    const problems = validateDefinition(workflow([wrong], []));
    expect(problems).toMatchObject([{ code, nodeId: "t", field: "path", message: expect.stringMatching(message) }]);
  });

  test("tells every wrong field of a form once", () => {
    const wrong = trigger("t", { config: { method: "BREW", path: "a", answer: "later", answerTimeoutMs: 0.5 } });
    expect(problemsOf([wrong], [])).toEqual([
      "invalid-field t.method",
      "invalid-field t.answer",
      "invalid-field t.answerTimeoutMs",
    ]);
  });
});

test("every message is a sentence that ends with what to do", () => {
  const nodes = [trigger("t"), step("a", { name: "" }), step("a"), step("b", { kind: "teleport" }), branch("c", "")];
  const problems = validateDefinition(workflow(nodes, ["t -> a", "a -> a", "t -> gone", "a.no -> c", "c -> t"]));
  expect(problems.length).toBeGreaterThan(6);
  for (const { message } of problems) expect(message).toMatch(/^[A-Z].*\.$/);
});

test("a chain of a thousand nodes does not overflow the stack, cyclic or not, and takes milliseconds", () => {
  const nodes = [trigger("t"), ...Array.from({ length: 1_000 }, (_, index) => step(`n${index}`))];
  const edges = nodes.slice(1).map((node, index) => `${nodes[index]?.id} -> ${node.id}`);
  expect(validateDefinition(workflow(nodes, edges))).toEqual([]);

  const problems = validateDefinition(workflow(nodes, [...edges, "n999 -> n0"]));
  expect(problems.map(brief)).toEqual(["cycle n0"]);
  expect(problems[0]?.message).toMatch(/n0 → n1 → .* → … → n0\. Delete/);
});

/** Kahn's algorithm, naively: take away what nothing leads to until nothing is left, or nothing can be taken. */
function canBeOrdered(edges: readonly (readonly [number, number])[]): boolean {
  let left = edges;
  for (;;) {
    const rest = left.filter(([from]) => left.some(([, to]) => to === from));
    if (rest.length === left.length) return rest.length === 0;
    left = rest;
  }
}
