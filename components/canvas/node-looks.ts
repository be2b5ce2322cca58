import { Puzzle } from "lucide-react";
import type { NodeLook } from "@/components/canvas/node-look";
import { branchLook } from "@/components/canvas/node-looks/branch";
import { functionLook } from "@/components/canvas/node-looks/function-step";
import { httpTriggerLook } from "@/components/canvas/node-looks/http-trigger";
import { respondLook } from "@/components/canvas/node-looks/respond";
import { isNodeKindName, type NodeKindName } from "@/workflows/definition/node-kinds/registry";

/** How each kind looks. The compiler asks for a new line here when a kind is added. */
export const nodeLooks = {
  "http-trigger": httpTriggerLook,
  function: functionLook,
  branch: branchLook,
  respond: respondLook,
} as const satisfies Record<NodeKindName, NodeLook>;

/** For a node of a kind that this installation does not have. */
const unknownLook: Omit<NodeLook, "form"> = {
  icon: Puzzle,
  tone: "bg-danger-muted text-danger",
  summary: () => "Unknown kind",
};

export function lookOf(kind: string): Omit<NodeLook, "form"> {
  return isNodeKindName(kind) ? nodeLooks[kind] : unknownLook;
}
