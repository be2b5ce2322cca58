import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowNode } from "@/workflows/definition/workflow-definition";

/** The ports an edge may leave this node from; none for a node of an unknown kind. */
export function portsOf(node: Pick<WorkflowNode, "kind" | "config">): readonly string[] {
  const kind = findNodeKind(node.kind);
  if (kind === null) return [];
  // A half-filled form has the ports its kind has when it is fresh.
  const parsed = kind.configSchema.safeParse(node.config);
  return kind.outputPorts(parsed.success ? parsed.data : kind.defaultConfig);
}

export function isTrigger(node: Pick<WorkflowNode, "kind">): boolean {
  return findNodeKind(node.kind)?.role === "trigger";
}
