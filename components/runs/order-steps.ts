import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

type Step = { readonly nodeId: string };

/**
 * The steps in the order in which a run comes to them: none before what leads to it, and of those
 * that could come at the same time the one further left, then further up, first.
 */
export function orderSteps<S extends Step>(
  definition: Pick<WorkflowDefinition, "nodes" | "edges">,
  steps: readonly S[],
): readonly S[] {
  const waitsFor = new Map(definition.nodes.map((node) => [node.id, 0]));
  for (const edge of definition.edges) waitsFor.set(edge.target, (waitsFor.get(edge.target) ?? 0) + 1);
  const ranks = new Map<string, number>();
  const waiting = [...definition.nodes].sort(
    (one, other) => one.position.x - other.position.x || one.position.y - other.position.y,
  );

  while (waiting.length > 0) {
    const next = waiting.findIndex((node) => waitsFor.get(node.id) === 0);
    // A published graph has no cycle; one that had would keep its order from here on.
    const [node] = waiting.splice(Math.max(next, 0), 1);
    if (node === undefined) break;
    ranks.set(node.id, ranks.size);
    for (const edge of definition.edges) {
      if (edge.source === node.id) waitsFor.set(edge.target, (waitsFor.get(edge.target) ?? 1) - 1);
    }
  }

  const rankOf = (step: S) => ranks.get(step.nodeId) ?? ranks.size;
  return [...steps].sort((one, other) => rankOf(one) - rankOf(other));
}
