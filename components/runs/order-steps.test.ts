import { expect, test } from "vitest";
import { orderSteps } from "@/components/runs/order-steps";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

function graph(places: Readonly<Record<string, readonly [number, number]>>, ...links: readonly string[]) {
  const nodes = Object.entries(places).map(([id, [x, y]]) => ({
    id,
    kind: "function",
    name: id,
    position: { x, y },
    config: {},
  }));
  const edges = links.map((link, index) => {
    const [source = "", target = ""] = link.split(" -> ");
    return { id: `e${index}`, source, sourcePort: "out", target };
  });
  return { nodes, edges } satisfies Pick<WorkflowDefinition, "nodes" | "edges">;
}

const order = (definition: ReturnType<typeof graph>) =>
  orderSteps(
    definition,
    definition.nodes.map(({ id }) => ({ nodeId: id })),
  ).map((step) => step.nodeId);

// hook ──► sum ──► big ──► vip
test("follows the edges, wherever the nodes stand", () => {
  const definition = graph(
    { big: [0, 0], hook: [9, 9], sum: [5, 5], vip: [-5, 0] },
    "hook -> sum",
    "sum -> big",
    "big -> vip",
  );
  expect(order(definition)).toEqual(["hook", "sum", "big", "vip"]);
});

// a ──► b ──► d
//  └──► c ──┘
test("takes branches from left to right, then from top to bottom, and a join after both", () => {
  const definition = graph({ d: [3, 0], c: [1, 1], b: [1, 0], a: [0, 0] }, "a -> b", "a -> c", "b -> d", "c -> d");
  expect(order(definition)).toEqual(["a", "b", "c", "d"]);
});

test("keeps every step of a graph that cannot be ordered", () => {
  expect(order(graph({ a: [0, 0], b: [1, 0] }, "a -> b", "b -> a")).sort()).toEqual(["a", "b"]);
});

test("puts a step that the graph does not name last", () => {
  const definition = graph({ a: [0, 0] });
  expect(orderSteps(definition, [{ nodeId: "ghost" }, { nodeId: "a" }])).toEqual([
    { nodeId: "a" },
    { nodeId: "ghost" },
  ]);
});
