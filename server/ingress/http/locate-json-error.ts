/** Where a text stops being JSON. `position` counts UTF-16 units from 0, lines and columns from 1. */
export type JsonErrorLocation = { readonly position: number; readonly line: number; readonly column: number };

const literal = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const space = /[ \t\n\r]*/y;

/** Finds the first place at which a text breaks the grammar of RFC 8259. Meant for texts that do. */
export function locateJsonError(text: string): JsonErrorLocation {
  return toLocation(text, findError(text));
}

type Expected = "value" | "value-or-close" | "name" | "name-or-close" | "colon" | "comma-or-close" | "end";

function findError(text: string): number {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = skip(space, text, 0);

  while (at < text.length) {
    const char = text[at] ?? "";
    const next: Step | null = steps[expected](text, at, { char, open });
    if (next === null) return at;
    if (next.isError) return next.at;
    expected = next.expected ?? (open.length > 0 ? "comma-or-close" : "end");
    at = skip(space, text, next.at);
  }
  return text.length;
}

/** Without `expected` a value has ended, and what may follow depends on what is open. */
type Step = { readonly at: number; readonly expected?: Expected; readonly isError?: boolean };
type Cursor = { readonly char: string; readonly open: ("[" | "{")[] };

const steps: Readonly<Record<Expected, (text: string, at: number, cursor: Cursor) => Step | null>> = {
  value: readValue,
  "value-or-close": (text, at, cursor) => (cursor.char === "]" ? close(at, cursor) : readValue(text, at, cursor)),
  name: readName,
  "name-or-close": (text, at, cursor) => (cursor.char === "}" ? close(at, cursor) : readName(text, at)),
  colon: (_text, at, { char }) => (char === ":" ? { at: at + 1, expected: "value" } : null),
  "comma-or-close": (_text, at, cursor) => {
    const top = cursor.open.at(-1);
    if (cursor.char === ",") return { at: at + 1, expected: top === "{" ? "name" : "value" };
    return cursor.char === (top === "{" ? "}" : "]") ? close(at, cursor) : null;
  },
  end: () => null,
};

function readValue(text: string, at: number, { char, open }: Cursor): Step | null {
  if (char === "{" || char === "[") {
    open.push(char);
    return { at: at + 1, expected: char === "{" ? "name-or-close" : "value-or-close" };
  }
  if (char === '"') return readString(text, at);
  const end = Math.max(skip(literal, text, at), skip(number, text, at));
  return end === at ? null : { at: end };
}

function readName(text: string, at: number): Step | null {
  if (text[at] !== '"') return null;
  const read = readString(text, at);
  return read.isError ? read : { at: read.at, expected: "colon" };
}

/** By hand, for a pattern would keep a way back for every character of a long string. */
function readString(text: string, start: number): Step {
  let at = start + 1;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char === '"') return { at: at + 1 };
    if (char < " ") break;
    const next = char === "\\" ? skip(escapeSequence, text, at) : at + 1;
    if (next === at) break;
    at = next;
  }
  return { at, isError: true };
}

function close(at: number, { open }: Cursor): Step {
  open.pop();
  return { at: at + 1 };
}

/** Where the pattern ends that starts at `at`, or `at` when it does not match there. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function toLocation(text: string, position: number): JsonErrorLocation {
  const before = text.slice(0, position);
  return { position, line: before.split("\n").length, column: position - before.lastIndexOf("\n") };
}
