import { type DraftGraph, indexDraft } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";
import { checkConfig } from "@/workflows/definition/rules/check-config";
import { checkCycles } from "@/workflows/definition/rules/check-cycles";
import { checkDuplicateEdges, checkEdges } from "@/workflows/definition/rules/check-edges";
import { checkIds } from "@/workflows/definition/rules/check-ids";
import { checkNames } from "@/workflows/definition/rules/check-names";
import { checkAddresses, checkHasTrigger, checkReachable } from "@/workflows/definition/rules/check-triggers";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** A rule looks at the whole graph and knows nothing of the other rules. */
type Rule = (graph: DraftGraph) => readonly Problem[];

/** In the order in which problems are told: what makes the others hard to read comes first. */
const rules: readonly Rule[] = [
  checkHasTrigger,
  checkIds,
  checkNames,
  checkConfig,
  checkEdges,
  checkDuplicateEdges,
  checkCycles,
  checkReachable,
  checkAddresses,
];

/**
 * Everything about a workflow that keeps it from being published, as far as its graph and its forms
 * can tell; the code in them is checked by the compiler. None means that `indexGraph` accepts it. The
 * order is that of the rules, and within a rule that of the definition.
 */
export function validateDefinition(definition: WorkflowDefinition): readonly Problem[] {
  const graph = indexDraft(definition);
  return rules.flatMap((rule) => rule(graph));
}
