import type { Problem, ProblemCode } from "@/workflows/definition/problem";

const unfinishedCodes: ReadonlySet<ProblemCode> = new Set(["missing-field", "orphan", "no-trigger"]);

/** Not wrong, only not done yet: shown in a calmer colour while the workflow is composed. */
export function isUnfinished({ code }: Problem): boolean {
  return unfinishedCodes.has(code);
}
