import { type Edge, MarkerType, type Node, Position } from "@xyflow/react";
import { NODE_HEIGHT, NODE_WIDTH, portOffsetY } from "@/components/canvas/geometry";
import { lookOf } from "@/components/canvas/node-looks";
import { isTrigger, portsOf } from "@/components/canvas/ports";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowDefinition, WorkflowEdge, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** The one handle that edges come in by. */
export const INPUT_HANDLE = "in";
/** As in canvas.css. */
const HANDLE_SIZE = 12;

/** Only what the card shows: code and other large values stay out of the canvas. */
export type StepData = {
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
  readonly hasInput: boolean;
  readonly ports: readonly string[];
  /** Ports that no edge leaves yet. */
  readonly openPorts: readonly string[];
};
export type StepNode = Node<StepData, "step">;

export type LinkData = { readonly addLabel: string };
export type LinkEdge = Edge<LinkData, "link">;

/** A node as the canvas draws it. Its size and handles are known beforehand, so nothing is measured first. */
export function toStepNode(node: WorkflowNode): StepNode {
  const ports = portsOf(node);
  const hasInput = !isTrigger(node);
  const target = {
    type: "target",
    id: INPUT_HANDLE,
    position: Position.Left,
    ...handleAt(0, NODE_HEIGHT / 2),
  } as const;
  const sources = ports.map((port, index) => ({
    type: "source" as const,
    id: port,
    position: Position.Right,
    ...handleAt(NODE_WIDTH, portOffsetY(index, ports.length)),
  }));
  return {
    id: node.id,
    type: "step",
    position: node.position,
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
    handles: [...(hasInput ? [target] : []), ...sources],
    ariaLabel: describeNode(node),
    data: {
      kind: node.kind,
      name: node.name,
      summary: lookOf(node.kind).summary(node.config),
      hasInput,
      ports,
      openPorts: [],
    },
  };
}

/** The box of a handle around its centre, as React Flow will measure it. */
function handleAt(x: number, y: number) {
  return { x: x - HANDLE_SIZE / 2, y: y - HANDLE_SIZE / 2, width: HANDLE_SIZE, height: HANDLE_SIZE };
}

/** "Function step Greet": what a screen reader says of a node. */
export function describeNode(node: Pick<WorkflowNode, "kind" | "name">): string {
  const kind = findNodeKind(node.kind);
  return `${kind?.title ?? "Unknown"} ${kind?.role === "trigger" ? "trigger" : "step"} ${node.name}`;
}

/** The ports of each node that edges leave from. */
export function takenPorts(definition: Pick<WorkflowDefinition, "edges">): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { source, sourcePort } of definition.edges) {
    const ports = taken.get(source);
    if (ports === undefined) taken.set(source, new Set([sourcePort]));
    else ports.add(sourcePort);
  }
  return taken;
}

export function toLinkEdge(edge: WorkflowEdge, source: WorkflowNode, target: WorkflowNode): LinkEdge {
  return {
    id: edge.id,
    type: "link",
    source: edge.source,
    sourceHandle: edge.sourcePort,
    target: edge.target,
    targetHandle: INPUT_HANDLE,
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
    ariaLabel: `Connection from ${portName(source, edge.sourcePort)} to ${target.name}`,
    data: { addLabel: `Add step after ${portName(source, edge.sourcePort)}, before ${target.name}` },
  };
}

/** "Greet", or "Check, on Yes" where the node has more than one way out. */
export function portName(node: Pick<WorkflowNode, "kind" | "name" | "config">, port: string): string {
  const label = lookOf(node.kind).portLabels?.[port];
  return label === undefined ? node.name : `${node.name}, on ${label}`;
}
