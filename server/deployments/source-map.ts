type RawSourceMap = {
  readonly version: number;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
};

/** How a source of the bundle becomes the author's: its name, its text, and the lines before it that are ours. */
export type AuthorSource = { readonly name: string; readonly content: string; readonly linesBefore: number };

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The same map with the author's own files as its sources. Places in code that no author wrote, such
 * as the wrapper of an expression, map to nothing.
 */
export function toAuthorSourceMap(json: string, findSource: (source: string) => AuthorSource | null): string {
  const map = JSON.parse(json) as RawSourceMap;
  const found = map.sources.map(findSource);
  const kept = found.filter((source) => source !== null);
  const lineCounts = new Map(kept.map((source) => [source, source.content.split("\n").length]));

  const mappings = rewrite(map.mappings, ([column, source, line, originalColumn]) => {
    const author = found[source];
    if (author === null || author === undefined) return [column];
    const authorLine = line - author.linesBefore;
    if (authorLine < 0 || authorLine >= (lineCounts.get(author) ?? 0)) return [column];
    return [column, kept.indexOf(author), authorLine, originalColumn];
  });
  const sources = kept.map(({ name }) => name);
  return JSON.stringify({
    version: 3,
    sources,
    sourcesContent: kept.map(({ content }) => content),
    mappings,
    names: [],
  });
}

/** A place in the bundle's line and, unless it maps to nothing, in a source: all from 0, none relative. */
type Segment = readonly [column: number] | FullSegment;
type FullSegment = readonly [column: number, source: number, line: number, originalColumn: number];

/** In the format every number but a column is the difference to the one before it, over the whole map. */
function rewrite(mappings: string, change: (segment: FullSegment) => Segment): string {
  let read: FullSegment = [0, 0, 0, 0];
  let written: FullSegment = [0, 0, 0, 0];

  const lines = mappings.split(";").map((line) => {
    read = [0, read[1], read[2], read[3]];
    written = [0, written[1], written[2], written[3]];
    const segments = line === "" ? [] : line.split(",");
    return segments
      .map((text) => {
        const [column = 0, source, lineDelta = 0, columnDelta = 0] = decode(text);
        read = [read[0] + column, read[1] + (source ?? 0), read[2] + lineDelta, read[3] + columnDelta];
        const next: Segment = source === undefined ? [read[0]] : change(read);
        const before = written;
        written = next.length === 1 ? [next[0], before[1], before[2], before[3]] : next;
        return next.map((value, index) => encode(value - (before[index] ?? 0))).join("");
      })
      .join(",");
  });
  return lines.join(";");
}

function decode(text: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value += (digit & 31) * 2 ** shift;
    shift += 5;
    if (digit >= 32) continue;
    numbers.push(value % 2 === 1 ? -(value - 1) / 2 : value / 2);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function encode(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS[rest > 0 ? digit + 32 : digit];
  } while (rest > 0);
  return text;
}
