import type { Problem } from "@/workflows/definition/problem";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** What the server said when it refused to deploy, and the draft it spoke of. */
export type Refusal = { readonly definition: WorkflowDefinition; readonly problems: readonly Problem[] };

export type ProblemSources = {
  readonly definition: WorkflowDefinition;
  /** From the graph and the forms. */
  readonly graph: readonly Problem[];
  /** From the code, as the editor's own check sees it. */
  readonly code: readonly Problem[];
  readonly refusal: Refusal | null;
};

/** What only the server can find; it stands until its node is changed. */
const serverOnly: ReadonlySet<Problem["code"]> = new Set(["bundle-error", "address-taken"]);

/** All problems to show, each once: what the page finds itself, and what the server added when it refused. */
export function collectProblems({ definition, graph, code, refusal }: ProblemSources): readonly Problem[] {
  const ids = new Set(definition.nodes.map((node) => node.id));
  const own = [...graph, ...code].filter(({ nodeId }) => nodeId === null || ids.has(nodeId));
  if (refusal === null) return own;

  const before = new Map(refusal.definition.nodes.map((node) => [node.id, node]));
  const unchanged = new Set(definition.nodes.filter((node) => before.get(node.id) === node).map((node) => node.id));
  const isWholeUnchanged = refusal.definition === definition;
  const known = new Set(own.map(topic));
  const added = refusal.problems.filter((problem) => {
    const stands = isWholeUnchanged || (serverOnly.has(problem.code) && unchanged.has(problem.nodeId ?? ""));
    return stands && !known.has(topic(problem));
  });
  return [...own, ...added];
}

/** Two checkers word one mistake differently, so they are compared by what they speak of. */
function topic({ code, nodeId, field, message }: Problem): string {
  return JSON.stringify(nodeId === null ? [code, message] : [code, nodeId, field]);
}
