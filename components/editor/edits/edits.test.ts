import { describe, expect, test } from "vitest";
import { isTooClose } from "@/components/canvas/geometry";
import { addNode } from "@/components/editor/edits/add-node";
import { moveNodes, renameNode, setConfig, setSettings } from "@/components/editor/edits/change-node";
import { checkConnection } from "@/components/editor/edits/check-connection";
import { duplicateNodes } from "@/components/editor/edits/duplicate-nodes";
import { removeElements } from "@/components/editor/edits/remove-elements";
import { tidyLayout } from "@/components/editor/edits/tidy-layout";
import { uniqueName } from "@/components/editor/edits/unique-name";
import { chain, countingIds, edgesOf, graph, node } from "@/components/editor/testing/sample-graph";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const fresh = { kind: "function", name: "Function", config: { source: "export default () => 1;\n" } };

function placeOf(definition: WorkflowDefinition, nodeId: string) {
  return definition.nodes.find(({ id }) => id === nodeId)?.position;
}

function overlaps(definition: WorkflowDefinition): readonly string[] {
  return definition.nodes.flatMap((one, index) =>
    definition.nodes
      .slice(index + 1)
      .filter((other) => isTooClose(one.position, other.position))
      .map((other) => `${one.id} and ${other.id}`),
  );
}

describe("addNode", () => {
  // t ──► (+) a ──► r
  test("inserts on an edge, and what comes after makes room", () => {
    const added = addNode(chain(), fresh, { at: "edge", edgeId: "t-out-a", newId: countingIds() });
    expect(edgesOf(added.definition)).toEqual(["a -> r", "t -> n_1", "n_1 -> a"]);
    expect(placeOf(added.definition, "n_1")).toEqual({ x: 340, y: 0 });
    expect(placeOf(added.definition, "a")).toEqual({ x: 680, y: 0 });
    expect(placeOf(added.definition, "r")).toEqual({ x: 1_020, y: 0 });
  });

  test("moves nothing when there is room on the edge already", () => {
    const wide = moveNodes(chain(), new Map([["r", { x: 1_400, y: 0 }]]));
    const added = addNode(wide, fresh, { at: "edge", edgeId: "a-out-r", newId: countingIds() });
    expect(placeOf(added.definition, "r")).toEqual({ x: 1_400, y: 0 });
  });

  test("goes on by the first port of a fork that is put on an edge", () => {
    const fork = { kind: "branch", name: "If / else", config: { condition: "" } };
    const added = addNode(chain(), fork, { at: "edge", edgeId: "a-out-r", newId: countingIds() });
    expect(edgesOf(added.definition)).toEqual(["t -> a", "a -> n_1", "n_1.yes -> r"]);
  });

  test("puts the ports of a fork apart from each other", () => {
    const forked = graph([node("t", "http-trigger", [0, 0]), node("b", "branch", [1, 0])], ["t -> b"]);
    const newId = countingIds();
    const yes = addNode(forked, fresh, { at: "port", nodeId: "b", port: "yes", newId });
    const no = addNode(yes.definition, fresh, { at: "port", nodeId: "b", port: "no", newId });
    expect(edgesOf(no.definition)).toEqual(["t -> b", "b.yes -> n_1", "b.no -> n_3"]);
    expect(overlaps(no.definition)).toEqual([]);
    expect(placeOf(no.definition, "n_1")?.y).toBeLessThan(placeOf(no.definition, "n_3")?.y ?? 0);
  });

  test("never lays a node on another", () => {
    const added = addNode(chain(), fresh, { at: "point", center: { x: 130, y: 45 }, newId: countingIds() });
    expect(overlaps(added.definition)).toEqual([]);
  });

  test("connects a node to the connection it was dropped from", () => {
    const loose = graph([node("t", "http-trigger", [0, 0])], []);
    const place = { center: { x: 900, y: 300 }, newId: countingIds() };
    const added = addNode(loose, fresh, { at: "drop", nodeId: "t", port: "out", ...place });
    expect(edgesOf(added.definition)).toEqual(["t -> n_1"]);
    expect(placeOf(added.definition, "n_1")).toEqual({ x: 780, y: 260 });
  });

  test("gives every node a name of its own", () => {
    const newId = countingIds();
    const where = { at: "point", center: { x: 0, y: 900 }, newId } as const;
    const once = addNode(chain(), fresh, where);
    const twice = addNode(once.definition, fresh, where);
    expect(twice.definition.nodes.map(({ name }) => name)).toEqual(["t", "a", "r", "Function", "Function 2"]);
  });
});

describe("uniqueName", () => {
  test.each([
    ["Greet", ["Greet"], "Greet 2"],
    ["greet", ["GREET"], "greet 2"],
    ["Greet 2", ["Greet", "Greet 2"], "Greet 3"],
    ["Greet", ["Other"], "Greet"],
  ])("%s beside %j becomes %s", (wanted, taken, expected) => {
    const nodes = taken.map((name) => ({ ...node(name, "function", [0, 0]), name }));
    expect(uniqueName(nodes, wanted)).toBe(expected);
  });
});

describe("checkConnection", () => {
  const definition = graph([...chain().nodes, node("b", "branch", [1, 2])], ["t -> a", "a -> r", "t -> b"]);

  test.each([
    ["out of a", { source: "a", sourcePort: "out", target: "a" }, "A step cannot lead to itself."],
    [
      "into a trigger",
      { source: "a", sourcePort: "out", target: "t" },
      '"t" starts runs, so nothing can lead into it.',
    ],
    ["drawn twice", { source: "t", sourcePort: "out", target: "a" }, '"t" leads to "a" already.'],
    ["by no port", { source: "r", sourcePort: "out", target: "b" }, '"r" has no way out there.'],
    ["to nowhere", { source: "a", sourcePort: "out", target: "x" }, "One end of the connection is not here any more."],
  ])("refuses a connection %s", (_what, connection, reason) => {
    expect(checkConnection(definition, connection)).toEqual({ ok: false, error: reason });
  });

  // a ──► c ──► a
  test("refuses a circle of any length", () => {
    const long = graph(
      ["a", "b", "c"].map((id, index) => node(id, "function", [index, 0])),
      ["a -> b", "b -> c"],
    );
    const verdict = checkConnection(long, { source: "c", sourcePort: "out", target: "a" });
    expect(verdict).toEqual({ ok: false, error: '"a" leads to "c", so this would run in a circle.' });
  });

  test("lets both ports of a fork lead to one step", () => {
    const forked = graph([node("b", "branch", [0, 0]), node("r", "respond", [1, 0])], ["b.yes -> r"]);
    expect(checkConnection(forked, { source: "b", sourcePort: "no", target: "r" }).ok).toBe(true);
  });
});

describe("removeElements", () => {
  const none = new Set<string>();

  // t ──► (a) ──► r
  test("connects the neighbours of a step that is taken out of a chain", () => {
    const removed = removeElements(chain(), { nodeIds: new Set(["a"]), edgeIds: none }, countingIds());
    expect(edgesOf(removed)).toEqual(["t -> r"]);
  });

  test("closes the gap behind several steps of a chain", () => {
    const long = addNode(chain(), fresh, { at: "edge", edgeId: "a-out-r", newId: countingIds() }).definition;
    const removed = removeElements(long, { nodeIds: new Set(["a", "n_1"]), edgeIds: none }, countingIds());
    expect(edgesOf(removed)).toEqual(["t -> r"]);
  });

  test("leaves the ways of a fork open when the fork is removed", () => {
    const forked = graph(
      [
        node("t", "http-trigger", [0, 0]),
        node("b", "branch", [1, 0]),
        node("x", "respond", [2, 0]),
        node("y", "respond", [2, 1]),
      ],
      ["t -> b", "b.yes -> x", "b.no -> y"],
    );
    const removed = removeElements(forked, { nodeIds: new Set(["b"]), edgeIds: none }, countingIds());
    expect(edgesOf(removed)).toEqual([]);
  });

  test("removes an edge alone", () => {
    const removed = removeElements(chain(), { nodeIds: none, edgeIds: new Set(["a-out-r"]) }, countingIds());
    expect(edgesOf(removed)).toEqual(["t -> a"]);
    expect(removed.nodes).toHaveLength(3);
  });
});

describe("changes of a node", () => {
  test.each([
    ["the same name", (definition: WorkflowDefinition) => renameNode(definition, "a", "a")],
    [
      "the same value",
      (definition: WorkflowDefinition) => setConfig(definition, "r", { field: "status", value: "200" }),
    ],
    ["the same place", (definition: WorkflowDefinition) => moveNodes(definition, new Map([["a", { x: 340, y: 0 }]]))],
    ["a node that is gone", (definition: WorkflowDefinition) => renameNode(definition, "x", "y")],
  ])("%s is no edit", (_what, edit) => {
    const definition = chain();
    expect(edit(definition)).toBe(definition);
  });

  test("settings that are taken away leave no trace", () => {
    const set = setSettings(chain(), "a", { timeoutMs: 5_000 });
    expect(set.nodes[1]?.settings).toEqual({ timeoutMs: 5_000 });
    expect(setSettings(set, "a", null)).toEqual(chain());
  });
});

describe("duplicateNodes", () => {
  test("copies nodes with the edges between them, and lays them on nothing", () => {
    const { definition, nodeIds } = duplicateNodes(chain(), new Set(["a", "r"]), countingIds());
    expect([...nodeIds]).toEqual(["n_1", "n_2"]);
    expect(edgesOf(definition)).toEqual(["t -> a", "a -> r", "n_1 -> n_2"]);
    expect(definition.nodes.slice(3).map(({ name }) => name)).toEqual(["a 2", "r 2"]);
    expect(overlaps(definition)).toEqual([]);
  });
});

describe("tidyLayout", () => {
  test("lays a heap out from left to right, the first node staying where it is", () => {
    const heap = graph(
      ["t", "a", "b", "r"].map((id, index) => node(id, index === 0 ? "http-trigger" : "function", [0, 0])),
      ["t -> a", "t -> b", "a -> r", "b -> r"],
    );
    const tidied = tidyLayout(heap);
    expect(placeOf(tidied, "t")).toEqual({ x: 0, y: 0 });
    expect(overlaps(tidied)).toEqual([]);
    for (const { source, target } of tidied.edges) {
      expect(placeOf(tidied, source)?.x).toBeLessThan(placeOf(tidied, target)?.x ?? 0);
    }
  });

  test("changes nothing of a tidy graph the second time", () => {
    const once = tidyLayout(chain());
    expect(tidyLayout(once)).toBe(once);
  });
});
