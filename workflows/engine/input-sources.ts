import { getGraphNode } from "@/workflows/engine/graph";
import type { RunState } from "@/workflows/engine/run-state";
import type { NodePath } from "@/workflows/run/journal-entry";

/**
 * Where a node's input comes from. A node with one source gets that source's output as it is; a node
 * with several gets an object keyed by the sources' names, without those that did not run. Which of
 * the two it is depends on the graph alone, never on the path a run took, so that it can be typed.
 */
export type InputSources =
  | { readonly kind: "single"; readonly nodePath: NodePath }
  | { readonly kind: "named"; readonly sources: readonly { readonly name: string; readonly nodePath: NodePath }[] };

/** Throws for a node that is not ready: its input is not complete. */
export function inputSources(state: RunState, nodeId: string): InputSources {
  const { incoming } = getGraphNode(state.graph, nodeId);
  const sourceIds = [...new Set(incoming.map((edge) => edge.source))];
  const [first] = sourceIds;
  if (first === undefined) throw new Error(`Node "${nodeId}" has no source in run "${state.runId}".`);
  if (sourceIds.length === 1) return { kind: "single", nodePath: first };

  const live = new Set(
    incoming
      .filter((edge) => {
        const source = state.nodes.get(edge.source);
        return source?.status === "succeeded" && source.ports.includes(edge.sourcePort);
      })
      .map((edge) => edge.source),
  );
  const sources = sourceIds
    .filter((id) => live.has(id))
    .map((id) => ({ name: getGraphNode(state.graph, id).node.name, nodePath: id }));
  return { kind: "named", sources };
}
