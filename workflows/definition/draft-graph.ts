import type { NodeKind } from "@/workflows/definition/node-kind";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowDefinition, WorkflowEdge, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** A node of a draft, where nothing may be taken for granted: its kind and its config can be wrong. */
export type DraftNode = {
  readonly node: WorkflowNode;
  /** Null when no kind has this name. */
  readonly kind: NodeKind | null;
  /** The config as the kind's schema reads it; null when it does not, or the kind is unknown. */
  readonly config: unknown;
  /** Edges from nodes that exist. */
  readonly incoming: readonly WorkflowEdge[];
  /** Edges to nodes that exist. */
  readonly outgoing: readonly WorkflowEdge[];
};

/** An index of a draft that holds for any definition, however broken. Of nodes with one id the first counts. */
export type DraftGraph = {
  readonly definition: WorkflowDefinition;
  /** In the order of the definition. */
  readonly nodes: ReadonlyMap<string, DraftNode>;
};

/** Indexes a draft in time linear in its size, and never throws. */
export function indexDraft(definition: WorkflowDefinition): DraftGraph {
  const nodes = new Map<string, DraftNode & { incoming: WorkflowEdge[]; outgoing: WorkflowEdge[] }>();
  for (const node of definition.nodes) {
    if (nodes.has(node.id)) continue;
    const kind = findNodeKind(node.kind);
    const parsed = kind?.configSchema.safeParse(node.config);
    nodes.set(node.id, { node, kind, config: parsed?.success ? parsed.data : null, incoming: [], outgoing: [] });
  }

  for (const edge of definition.edges) {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined) continue;
    source.outgoing.push(edge);
    target.incoming.push(edge);
  }
  return { definition, nodes };
}

/** What people call a node, and something to point at while it has no name. */
export function nameOf(node: WorkflowNode): string {
  return node.name.trim() === "" ? node.id : node.name.trim();
}

/** The ids of the nodes that an edge leads to from this one. */
export function successors(node: DraftNode | undefined): readonly string[] {
  return node?.outgoing.map((edge) => edge.target) ?? [];
}
