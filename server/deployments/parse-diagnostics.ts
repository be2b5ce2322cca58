/** One error of the type checker, with the lines that explain it. */
export type Diagnostic = {
  readonly path: string;
  /** Both from 1, in the file as it was checked. */
  readonly line: number;
  readonly column: number;
  readonly tsCode: number;
  readonly text: string;
};

const firstLine = /^(\S[^(]*)\((\d+),(\d+)\): error TS(\d+): (.*)$/;

/** Reads what `tsc --pretty false` prints. Errors that belong to no file are not among them. */
export function parseDiagnostics(output: string): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const line of output.split("\n")) {
    const match = firstLine.exec(line);
    const last = diagnostics.at(-1);
    if (match !== null) {
      const [, path = "", lineNumber, column, tsCode, text = ""] = match;
      diagnostics.push({ path, line: Number(lineNumber), column: Number(column), tsCode: Number(tsCode), text });
    } else if (last !== undefined && line.startsWith(" ")) {
      diagnostics[diagnostics.length - 1] = { ...last, text: `${last.text}\n${line}` };
    }
  }
  return diagnostics;
}
