/** What to write when a step has no default function. */
export const defaultExportAdvice =
  "Export a default function, as in: export default async (input: Input, ctx: Context) => input;";

/** Where a step exports its function, or its beginning when it does not. */
export function findDefaultExport(source: string): { readonly line: number; readonly column: number } {
  const index = source.search(/\bexport\s+default\b|\bexport\s*\{[^}]*\bdefault\b/);
  const before = source.slice(0, Math.max(0, index)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
