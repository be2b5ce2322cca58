import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** The ids of the node and of all that come after it. */
export function reachableFrom(definition: Pick<WorkflowDefinition, "edges">, nodeId: string): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  for (const { source, target } of definition.edges) targets.set(source, [...(targets.get(source) ?? []), target]);

  const reached = new Set([nodeId]);
  // A set is walked in order of insertion, those inserted on the way included.
  for (const id of reached) for (const target of targets.get(id) ?? []) reached.add(target);
  return reached;
}
