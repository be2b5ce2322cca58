import { expect, test } from "vitest";
import { type GraphStep, toRunLinks, toRunNodes } from "@/components/canvas/run-elements";
import { graph, node } from "@/components/editor/testing/sample-graph";

const definition = graph(
  [
    node("t", "http-trigger", [0, 0]),
    node("b", "branch", [1, 0]),
    node("x", "respond", [2, 0]),
    node("y", "respond", [2, 1]),
  ],
  ["t -> b", "b.yes -> x", "b.no -> y"],
);

function step(nodeId: string, part: Partial<GraphStep> = {}): GraphStep {
  return { nodePath: nodeId, nodeId, status: "succeeded", ports: ["out"], durationMs: 3, attempts: [{}], ...part };
}

// t✓ ──► b✓ ──yes──► x…
//           ──no───► y skipped
const steps = [
  step("t"),
  step("b", { ports: ["yes"] }),
  step("x", { status: "running", ports: [] }),
  step("y", { status: "skipped", ports: [] }),
];

test("lights the edges that the run went along", () => {
  const lit = toRunLinks(definition, steps).filter(({ data }) => data?.isTaken === true);
  expect(lit.map(({ id }) => id)).toEqual(["t-out-b", "b-yes-x"]);
});

test("shows a node that the run does not know as not reached", () => {
  const [, , , last] = toRunNodes(definition, steps.slice(0, 3), "x");
  expect(last?.data).toMatchObject({ status: "idle", nodePath: null, isSelected: false });
});

test("marks the chosen step alone", () => {
  const chosen = toRunNodes(definition, steps, "x").filter(({ data }) => data.isSelected);
  expect(chosen.map(({ id }) => id)).toEqual(["x"]);
});
