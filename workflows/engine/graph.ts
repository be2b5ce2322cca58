import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import { defaultRetryPolicy, type RetryPolicy } from "@/workflows/definition/retry-policy";
import type { WorkflowDefinition, WorkflowEdge, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** One node with what the decider asks about it, so that no decision ever scans the whole graph. */
export type GraphNode = {
  readonly node: WorkflowNode;
  readonly role: "trigger" | "step" | "control" | "response";
  readonly incoming: readonly WorkflowEdge[];
  readonly outgoing: readonly WorkflowEdge[];
  readonly retry: RetryPolicy;
};

/** A definition indexed for running. Nodes keep the order of the definition. */
export type Graph = ReadonlyMap<string, GraphNode>;

/**
 * Indexes a definition that has passed validation, in time linear in its size.
 *
 * @throws Error when an edge or a kind is unknown: a published version never has one.
 */
export function indexGraph(definition: WorkflowDefinition): Graph {
  const incoming = groupEdges(definition.edges, (edge) => edge.target);
  const outgoing = groupEdges(definition.edges, (edge) => edge.source);
  const graph = new Map<string, GraphNode>();

  for (const node of definition.nodes) {
    const kind = findNodeKind(node.kind);
    if (kind === null) throw new Error(`Node "${node.id}" has the unknown kind "${node.kind}".`);
    graph.set(node.id, {
      node,
      role: kind.role,
      incoming: incoming.get(node.id) ?? [],
      outgoing: outgoing.get(node.id) ?? [],
      retry: node.settings?.retry ?? defaultRetryPolicy,
    });
  }

  for (const edge of definition.edges) {
    if (!graph.has(edge.source) || !graph.has(edge.target)) throw new Error(`Edge "${edge.id}" leads to no node.`);
  }
  return graph;
}

/** The node with this id. Throws when there is none: the journal names only nodes of its version. */
export function getGraphNode(graph: Graph, nodeId: string): GraphNode {
  const found = graph.get(nodeId);
  if (found === undefined) throw new Error(`Node "${nodeId}" is not in the graph of this run.`);
  return found;
}

function groupEdges(
  edges: readonly WorkflowEdge[],
  keyOf: (edge: WorkflowEdge) => string,
): ReadonlyMap<string, readonly WorkflowEdge[]> {
  const groups = new Map<string, WorkflowEdge[]>();
  for (const edge of edges) {
    const group = groups.get(keyOf(edge));
    if (group === undefined) groups.set(keyOf(edge), [edge]);
    else group.push(edge);
  }
  return groups;
}
