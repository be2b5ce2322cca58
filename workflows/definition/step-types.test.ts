import { describe, expect, test } from "vitest";
import { checkedModules, expressionModule, inputTypeOf, moduleHeader } from "@/workflows/definition/step-types";
import { branch, respond, step, trigger, workflow } from "@/workflows/testing/builders";

const outputOf = (id: string) => `Jsonified<Awaited<ReturnType<typeof import("./${id}").default>>>`;

describe("the type of a node's input", () => {
  //          ┌─yes→ yes ─┐
  //  t → a → b           ├→ join → r
  //          └─no─→ no ──┘
  const nodes = [trigger("t"), step("a"), branch("b"), step("yes"), step("no", { name: "No, thanks" }), step("join")];
  const edges = ["t -> a", "a -> b", "b.yes -> yes", "b.no -> no", "yes -> join", "no -> join", "join -> r"];
  const diamond = workflow([...nodes, respond("r")], edges);

  test.each([
    ["after a trigger, the request", "a", "HttpRequest"],
    ["after a step, what its code returns", "b", outputOf("a")],
    ["after a branch, what the branch was given", "yes", outputOf("a")],
    [
      "after several, each by its name, if it ran",
      "join",
      `{ "yes"?: ${outputOf("yes")}; "No, thanks"?: ${outputOf("no")} }`,
    ],
    ["of a trigger, nothing known", "t", "unknown"],
    ["of a node that is not there, nothing known", "gone", "unknown"],
  ])("is, %s", (_name, nodeId, expected) => {
    expect(inputTypeOf(diamond, nodeId)).toBe(expected);
  });

  test("two edges from one node are one source", () => {
    const both = workflow([trigger("t"), branch("b"), step("a")], ["t -> b", "b.yes -> a", "b.no -> a"]);
    expect(inputTypeOf(both, "a")).toBe("HttpRequest");
  });

  test("is unknown inside a circle, and after a circle still what the step returns", () => {
    //  t → a ⇄ b → c
    const circle = workflow([trigger("t"), step("a"), step("b"), step("c")], ["t -> a", "a -> b", "b -> a", "b -> c"]);
    expect(["a", "b", "c"].map((id) => inputTypeOf(circle, id))).toEqual(["unknown", "unknown", outputOf("b")]);
  });

  test("is unknown after a node whose kind or form is not right yet", () => {
    const draft = workflow(
      [branch("b", ""), step("x", { kind: "teleport" }), step("a"), step("c")],
      ["b.yes -> a", "x -> c"],
    );
    expect(["a", "c"].map((id) => inputTypeOf(draft, id))).toEqual(["unknown", "unknown"]);
  });

  test("keeps a bounded length where branches join again and again, and survives a long chain of them", () => {
    const branches = Array.from({ length: 1_500 }, (_, index) => branch(`b${index}`));
    const chain = branches.slice(1).map((node, index) => `b${index}.yes -> ${node.id}`);
    expect(inputTypeOf(workflow([trigger("t"), ...branches], ["t -> b0", ...chain]), "b1499")).toBe("HttpRequest");

    const skips = branches.slice(2).map((node, index) => `b${index}.no -> ${node.id}`);
    const joined = inputTypeOf(workflow([trigger("t"), ...branches], ["t -> b0", ...chain, ...skips]), "b1499");
    expect(joined.length).toBeLessThan(20_001);
  });
});

describe("the files for the checker", () => {
  test("a step's header has no line break, whatever a source is called", () => {
    const names = ["line\nbreak", "line\u2028separator", 'quote"'];
    const sources = names.map((name, index) => step(`s${index}`, { name }));
    const definition = workflow([trigger("t"), ...sources, step("join")], ["s0 -> join", "s1 -> join", "s2 -> join"]);
    expect(moduleHeader(definition, "join")).toMatch(/^type Input = \{ .* \}; export \{\}; $/);
    expect(moduleHeader(definition, "join")).not.toMatch(/[\n\r\u2028\u2029]/);
  });

  test.each(["type Input = { id: string };", "interface Input {}", 'import type { Input } from "./a";'])(
    "an author's own Input stands: %s",
    (source) => {
      const definition = workflow([trigger("t"), step("a", { config: { source } })], ["t -> a"]);
      expect(moduleHeader(definition, "a")).toBe("export {}; ");
    },
  );

  test("every program has its files, and an expression ends before the wrapper's last line", () => {
    const definition = workflow(
      [trigger("t"), step("a"), branch("b", "input.x // why"), respond("r")],
      ["t -> a", "a -> b", "b.yes -> r"],
    );
    expect([...checkedModules(definition).keys()]).toEqual(["a", "b.condition", "r.status", "r.headers", "r.body"]);
    const module = expressionModule(definition, "b", "condition");
    expect(module?.source).toBe("input.x // why");
    expect(module?.suffix.startsWith("\n")).toBe(true);
    expect(expressionModule(definition, "b", "nothing")).toBeNull();
    expect(expressionModule(definition, "t", "path")).toBeNull();
  });
});
