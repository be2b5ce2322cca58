import { graphlib, layout } from "@dagrejs/dagre";
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP, snap } from "@/components/canvas/geometry";
import { portsOf } from "@/components/canvas/ports";
import { moveNodes } from "@/components/editor/edits/change-node";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** Lays all nodes out from left to right, with as few crossings as dagre finds. The first node stays where it is. */
export function tidyLayout(definition: WorkflowDefinition): WorkflowDefinition {
  const [anchor] = definition.nodes;
  if (anchor === undefined) return definition;

  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: ROW_GAP, ranksep: COLUMN_GAP });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of definition.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  // Edges in the order of their ports: dagre keeps the order where it is free to.
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const edges = definition.edges.toSorted((a, b) => portIndex(byId, a) - portIndex(byId, b));
  for (const edge of edges) graph.setEdge(edge.source, edge.target, {}, edge.id);
  layout(graph);

  const origin = graph.node(anchor.id);
  const positions = definition.nodes.map((node) => {
    const { x = 0, y = 0 } = graph.node(node.id);
    const place = {
      x: anchor.position.x + x - (origin.x ?? 0),
      y: anchor.position.y + y - (origin.y ?? 0),
    };
    return [node.id, snap(place)] as const;
  });
  return moveNodes(definition, new Map(positions));
}

function portIndex(
  nodes: ReadonlyMap<string, WorkflowDefinition["nodes"][number]>,
  edge: WorkflowDefinition["edges"][number],
): number {
  const source = nodes.get(edge.source);
  return source === undefined ? 0 : portsOf(source).indexOf(edge.sourcePort);
}
