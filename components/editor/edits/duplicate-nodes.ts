import { GRID, isTooClose, type Point } from "@/components/canvas/geometry";
import type { NewId } from "@/components/editor/edits/new-id";
import { uniqueName } from "@/components/editor/edits/unique-name";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

type Duplicated = { readonly definition: WorkflowDefinition; readonly nodeIds: ReadonlySet<string> };

/** Copies nodes and the edges between them, below and to the right of the originals, under names of their own. */
export function duplicateNodes(definition: WorkflowDefinition, nodeIds: ReadonlySet<string>, newId: NewId): Duplicated {
  const originals = definition.nodes.filter((node) => nodeIds.has(node.id));
  const offset = freeOffset(definition.nodes, originals);
  const copyIds = new Map(originals.map((node) => [node.id, newId("n")]));
  const nodes = [...definition.nodes];
  for (const original of originals) {
    nodes.push({
      ...structuredClone(original),
      id: copyIds.get(original.id) ?? newId("n"),
      name: uniqueName(nodes, original.name),
      position: { x: original.position.x + offset.x, y: original.position.y + offset.y },
    });
  }
  const edges = definition.edges.flatMap((edge) => {
    const source = copyIds.get(edge.source);
    const target = copyIds.get(edge.target);
    return source === undefined || target === undefined ? [] : [{ ...edge, id: newId("e"), source, target }];
  });
  return {
    definition: { ...definition, nodes, edges: [...definition.edges, ...edges] },
    nodeIds: new Set(copyIds.values()),
  };
}

/** Straight down until no copy lies on a node that is there. */
function freeOffset(nodes: readonly WorkflowNode[], originals: readonly WorkflowNode[]): Point {
  const step = 6 * GRID;
  for (let count = 1; count <= nodes.length; count += 1) {
    const offset = { x: 2 * GRID, y: count * step };
    const isFree = originals.every(({ position }) => {
      const place = { x: position.x + offset.x, y: position.y + offset.y };
      return !nodes.some((node) => isTooClose(node.position, place));
    });
    if (isFree) return offset;
  }
  return { x: 2 * GRID, y: (nodes.length + 1) * step };
}
