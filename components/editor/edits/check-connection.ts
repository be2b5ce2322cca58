import { isTrigger, portsOf } from "@/components/canvas/ports";
import { reachableFrom } from "@/components/editor/edits/reachable";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { err, ok, type Result } from "@/workflows/result";

export type Connection = { readonly source: string; readonly sourcePort: string; readonly target: string };

/** Whether the connection may be drawn. The error says why not, in words for the person who draws it. */
export function checkConnection(definition: WorkflowDefinition, connection: Connection): Result<null, string> {
  const { source, sourcePort, target } = connection;
  const from = definition.nodes.find((node) => node.id === source);
  const to = definition.nodes.find((node) => node.id === target);
  if (from === undefined || to === undefined) return err("One end of the connection is not here any more.");
  if (source === target) return err("A step cannot lead to itself.");
  if (isTrigger(to)) return err(`"${to.name}" starts runs, so nothing can lead into it.`);
  if (!portsOf(from).includes(sourcePort)) return err(`"${from.name}" has no way out there.`);

  const isDrawn = definition.edges.some(
    (edge) => edge.source === source && edge.sourcePort === sourcePort && edge.target === target,
  );
  if (isDrawn) return err(`"${from.name}" leads to "${to.name}" already.`);
  if (reachableFrom(definition, target).has(source)) {
    return err(`"${to.name}" leads to "${from.name}", so this would run in a circle.`);
  }
  return ok(null);
}
