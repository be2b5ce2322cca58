import type { WorkflowNode } from "@/workflows/definition/workflow-definition";

/** Every node has one size, so that places can be found without asking the page. All on the 20 px grid. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 80;
export const COLUMN_GAP = 100;
export const ROW_GAP = 40;
export const GRID = 20;

export type Point = { readonly x: number; readonly y: number };

export function snap({ x, y }: Point): Point {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** Whether two nodes at these places would lie on each other, or closer than half a gap. */
export function isTooClose(one: Point, other: Point): boolean {
  const margin = ROW_GAP / 2;
  return Math.abs(one.x - other.x) < NODE_WIDTH + margin && Math.abs(one.y - other.y) < NODE_HEIGHT + margin;
}

/** How far down a node's right side a port sits. */
export function portOffsetY(index: number, count: number): number {
  return (NODE_HEIGHT * (index + 1)) / (count + 1);
}

/** The nearest free place straight down from where a node is wanted. */
export function freePlace(nodes: readonly WorkflowNode[], wanted: Point): Point {
  let place = snap(wanted);
  for (let blocker = blockerOf(nodes, place); blocker !== undefined; blocker = blockerOf(nodes, place)) {
    place = snap({ x: place.x, y: blocker.position.y + NODE_HEIGHT + ROW_GAP });
  }
  return place;
}

function blockerOf(nodes: readonly WorkflowNode[], place: Point): WorkflowNode | undefined {
  return nodes.find((node) => isTooClose(node.position, place));
}
