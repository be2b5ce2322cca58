import { createHash } from "node:crypto";
import { serializeDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** The content hash of a workflow: equal for two drafts exactly when they are the same graph. */
export function hashDefinition(definition: WorkflowDefinition): string {
  return createHash("sha256").update(serializeDefinition(definition)).digest("hex");
}
