import type { Connection } from "@/components/editor/edits/check-connection";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** Draws a connection that `checkConnection` allows. */
export function connectNodes(definition: WorkflowDefinition, connection: Connection, id: string): WorkflowDefinition {
  return { ...definition, edges: [...definition.edges, { id, ...connection }] };
}
