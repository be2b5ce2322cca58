import {
  COLUMN_GAP,
  freePlace,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Point,
  ROW_GAP,
  snap,
} from "@/components/canvas/geometry";
import { portsOf } from "@/components/canvas/ports";
import { reachableFrom } from "@/components/editor/edits/reachable";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

const COLUMN = NODE_WIDTH + COLUMN_GAP;
const ROW = NODE_HEIGHT + ROW_GAP;

/** Where the next step of a port goes: one column to the right, the ports of a fork apart from each other. */
export function placeAfter(nodes: readonly WorkflowNode[], source: WorkflowNode, port: string): Point {
  const ports = portsOf(source);
  const middle = (ports.length - 1) / 2;
  const offset = (Math.max(0, ports.indexOf(port)) - middle) * ROW;
  return freePlace(nodes, { x: source.position.x + COLUMN, y: source.position.y + offset });
}

/** Where a step between two others goes. Nobody else is there, once `makeRoom` has moved what comes after it. */
export function placeBetween(source: WorkflowNode, target: WorkflowNode): Point {
  const y = portsOf(source).length > 1 ? target.position.y : source.position.y;
  return snap({ x: source.position.x + COLUMN, y });
}

/** Moves a node, and all that come after it, to the right until a step fits in front of it. */
export function makeRoom(definition: WorkflowDefinition, nodeId: string, place: Point): WorkflowDefinition {
  const target = definition.nodes.find((node) => node.id === nodeId);
  const shift = target === undefined ? 0 : place.x + COLUMN - target.position.x;
  if (shift <= 0) return definition;

  const moved = reachableFrom(definition, nodeId);
  const nodes = definition.nodes.map((node) =>
    moved.has(node.id) ? { ...node, position: { x: node.position.x + shift, y: node.position.y } } : node,
  );
  return { ...definition, nodes };
}
