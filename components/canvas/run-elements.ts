import type { Edge, Node } from "@xyflow/react";
import { toLinkEdge, toStepNode } from "@/components/canvas/flow-elements";
import type { RunStep } from "@/components/runs/run-item";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** What the graph of a run needs to know of a step. */
export type GraphStep = Pick<RunStep, "nodePath" | "nodeId" | "status" | "ports" | "durationMs"> & {
  readonly attempts: readonly unknown[];
};

export type RunNodeData = {
  readonly kind: string;
  readonly name: string;
  readonly hasInput: boolean;
  readonly ports: readonly string[];
  readonly nodePath: string | null;
  readonly status: RunStep["status"];
  readonly durationMs: number | null;
  readonly attemptCount: number;
  readonly isSelected: boolean;
};
export type RunNode = Node<RunNodeData, "run">;
export type RunLink = Edge<{ readonly isTaken: boolean }, "run">;

export function toRunNodes(
  definition: WorkflowDefinition,
  steps: readonly GraphStep[],
  selectedPath: string | null,
): readonly RunNode[] {
  const byNode = new Map(steps.map((step) => [step.nodeId, step]));
  return definition.nodes.map((node) => {
    const { data, ariaLabel: _, ...drawn } = toStepNode(node);
    const step = byNode.get(node.id);
    return {
      ...drawn,
      type: "run",
      data: {
        kind: data.kind,
        name: data.name,
        hasInput: data.hasInput,
        ports: data.ports,
        nodePath: step?.nodePath ?? null,
        status: step?.status ?? "idle",
        durationMs: step?.durationMs ?? null,
        attemptCount: step?.attempts.length ?? 0,
        isSelected: step !== undefined && step.nodePath === selectedPath,
      },
    };
  });
}

/** An edge is taken when its source has ended and went on by the edge's port. */
export function toRunLinks(definition: WorkflowDefinition, steps: readonly GraphStep[]): readonly RunLink[] {
  const byNode = new Map(steps.map((step) => [step.nodeId, step]));
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  return definition.edges.flatMap((edge) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined) return [];
    const step = byNode.get(edge.source);
    const isTaken = step?.status === "succeeded" && step.ports.includes(edge.sourcePort);
    const { data: _, ...link } = toLinkEdge(edge, source, target);
    return [{ ...link, type: "run", data: { isTaken } }];
  });
}
