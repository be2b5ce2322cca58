export type ExcerptLine = { readonly number: number; readonly text: string; readonly isCulprit: boolean };

const CONTEXT_LINES = 3;

/** The line and its neighbours; empty when the source has no such line. */
export function excerptSource(source: string, line: number): readonly ExcerptLine[] {
  const lines = source.split(/\r?\n/);
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - CONTEXT_LINES);
  return lines
    .slice(first - 1, line + CONTEXT_LINES)
    .map((text, index) => ({ number: first + index, text, isCulprit: first + index === line }));
}
