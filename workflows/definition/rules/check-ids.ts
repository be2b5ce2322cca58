import type { DraftGraph } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";

/** Ids name files, journal entries and edges, so each is one node's or one edge's alone. */
export function checkIds({ definition }: DraftGraph): readonly Problem[] {
  const nodes = repeated(definition.nodes).map((id) => ({
    code: "duplicate-id" as const,
    message: `Two nodes have the id "${id}". Delete one of them and add it again.`,
    nodeId: id,
    field: null,
  }));
  const edges = repeated(definition.edges).map((id) => ({
    code: "duplicate-id" as const,
    message: `Two connections have the id "${id}". Delete one of them and draw it again.`,
    nodeId: null,
    field: null,
  }));
  return [...nodes, ...edges];
}

function repeated(items: readonly { readonly id: string }[]): readonly string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const { id } of items) (seen.has(id) ? again : seen).add(id);
  return [...again];
}
