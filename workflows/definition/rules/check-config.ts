import type { z } from "zod";
import type { DraftGraph, DraftNode } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";

/** Every node is of a known kind, and every field of its form holds what the kind asks for. */
export function checkConfig({ nodes }: DraftGraph): readonly Problem[] {
  return [...nodes.values()].flatMap(checkNode);
}

function checkNode({ node, kind, config }: DraftNode): readonly Problem[] {
  if (kind === null) {
    const message = `There is no kind of node called "${node.kind}". Delete this node, or upgrade the installation.`;
    return [{ code: "unknown-kind", message, nodeId: node.id, field: null }];
  }
  if (config !== null) return [];

  const issues = kind.configSchema.safeParse(node.config).error?.issues ?? [];
  const firstByField = new Map<string, z.core.$ZodIssue>();
  for (const issue of issues) {
    const field = String(issue.path[0] ?? "");
    if (!firstByField.has(field)) firstByField.set(field, issue);
  }
  return [...firstByField].map(([field, issue]) => ({
    code: isMissing(node.config, field) ? ("missing-field" as const) : ("invalid-field" as const),
    message: issue.message,
    nodeId: node.id,
    field: field === "" ? null : field,
  }));
}

function isMissing(config: Readonly<Record<string, unknown>>, field: string): boolean {
  const value = Object.hasOwn(config, field) ? config[field] : undefined;
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
