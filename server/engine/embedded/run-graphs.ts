import { type Graph, indexGraph } from "@/workflows/engine/graph";
import type { PublishedVersion } from "@/workflows/ports";

const MAX_KEPT = 200;

/** Indexes a version's graph once for the many runs on it. */
export function createRunGraphs(): (version: PublishedVersion) => Graph {
  const graphs = new Map<string, Graph>();
  return (version) => {
    const known = graphs.get(version.id);
    if (known !== undefined) return known;
    const graph = indexGraph(version.definition);
    graphs.set(version.id, graph);
    const [oldest] = graphs.keys();
    if (graphs.size > MAX_KEPT && oldest !== undefined) graphs.delete(oldest);
    return graph;
  };
}
