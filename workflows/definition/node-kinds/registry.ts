import type { NodeKind } from "@/workflows/definition/node-kind";
import { branch } from "@/workflows/definition/node-kinds/branch";
import { functionStep } from "@/workflows/definition/node-kinds/function-step";
import { httpTrigger } from "@/workflows/definition/node-kinds/http-trigger";
import { respond } from "@/workflows/definition/node-kinds/respond";

/** Every kind of node there is, in the order of the palette. */
export const nodeKinds = {
  "http-trigger": httpTrigger,
  function: functionStep,
  branch,
  respond,
} as const;
export type NodeKindName = keyof typeof nodeKinds;

export function isNodeKindName(kind: string): kind is NodeKindName {
  return Object.hasOwn(nodeKinds, kind);
}

/** A kind whose config was checked by its own schema, or null for a name that no kind has. */
export function findNodeKind(kind: string): NodeKind | null {
  // safety: a kind's functions are only called with a config that its own schema has parsed.
  return isNodeKindName(kind) ? (nodeKinds[kind] as unknown as NodeKind) : null;
}
