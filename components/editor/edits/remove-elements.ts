import { checkConnection } from "@/components/editor/edits/check-connection";
import { connectNodes } from "@/components/editor/edits/connect-nodes";
import type { NewId } from "@/components/editor/edits/new-id";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

type Doomed = { readonly nodeIds: ReadonlySet<string>; readonly edgeIds: ReadonlySet<string> };

/**
 * Removes nodes with their edges, and edges. A node with one way in and one way out leaves its
 * neighbours connected, as n8n does: taking a step out of a chain should not break the chain.
 */
export function removeElements(definition: WorkflowDefinition, doomed: Doomed, newId: NewId): WorkflowDefinition {
  const edges = definition.edges.filter((edge) => !doomed.edgeIds.has(edge.id));
  let next: WorkflowDefinition = edges.length === definition.edges.length ? definition : { ...definition, edges };
  for (const nodeId of doomed.nodeIds) next = removeNode(next, nodeId, newId);
  return next;
}

function removeNode(definition: WorkflowDefinition, nodeId: string, newId: NewId): WorkflowDefinition {
  if (!definition.nodes.some((node) => node.id === nodeId)) return definition;
  const incoming = definition.edges.filter((edge) => edge.target === nodeId);
  const outgoing = definition.edges.filter((edge) => edge.source === nodeId);
  const removed: WorkflowDefinition = {
    ...definition,
    nodes: definition.nodes.filter((node) => node.id !== nodeId),
    edges: definition.edges.filter((edge) => edge.source !== nodeId && edge.target !== nodeId),
  };

  const [before] = incoming;
  const [after] = outgoing;
  if (before === undefined || after === undefined || incoming.length > 1 || outgoing.length > 1) return removed;
  const bridge = { source: before.source, sourcePort: before.sourcePort, target: after.target };
  return checkConnection(removed, bridge).ok ? connectNodes(removed, bridge, newId("e")) : removed;
}
