import type { Problem } from "@/workflows/definition/problem";
import type { CheckedModule } from "@/workflows/definition/step-types";

/** What the language service says of one file, in characters from its beginning. */
export type FileDiagnostic = {
  readonly start: number;
  readonly length: number;
  readonly code: number;
  readonly message: string;
};

/** Whose text a file holds. */
export type CodePlace = { readonly nodeId: string; readonly field: string };

/** A problem in the author's own text, with the stretch of it to underline, in characters from its beginning. */
export type CodeProblem = {
  readonly problem: Problem;
  readonly start: number;
  readonly end: number;
};

/** "Type … does not satisfy the expected type …": what we ask of an expression, after its end. */
const UNSATISFIED = 1360;

/**
 * Where an error belongs in the text that the author wrote, which begins after our prefix. Null for an
 * error in the prefix: it comes from another step, and is told there.
 */
export function toCodeProblem(diagnostic: FileDiagnostic, module: CheckedModule, place: CodePlace): CodeProblem | null {
  const { prefix, source } = module;
  if (diagnostic.start < prefix.length) return null;
  if (diagnostic.code === UNSATISFIED && diagnostic.start >= prefix.length + source.length) {
    // A promise would be awaited, but that is for us to know: the author thinks of the value.
    const message = diagnostic.message.replace(/ \| Promise<.*?>(?=')/, "");
    return at(place, source, { start: 0, end: source.length, message });
  }
  const start = Math.min(diagnostic.start - prefix.length, source.length);
  const end = Math.min(start + Math.max(1, diagnostic.length), source.length);
  return at(place, source, { start, end, message: diagnostic.message });
}

type Stretch = { readonly start: number; readonly end: number; readonly message: string };

function at({ nodeId, field }: CodePlace, source: string, { start, end, message }: Stretch): CodeProblem {
  const location = locate(source, start);
  return { problem: { code: "type-error", message, nodeId, field, location }, start, end };
}

/** Line and column, both from 1. */
export function locate(source: string, index: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
