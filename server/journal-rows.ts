import type { JournalEntry } from "@/workflows/run/journal-entry";
import type { StepUsage } from "@/workflows/run/step-usage";

/** One entry with its place. `seq` counts from 1 and has no gap. */
export type PlacedEntry = { readonly runId: string; readonly seq: number; readonly entry: JournalEntry };

/** A row of `journal_entry` as `journalRowColumns` reads it. */
export type JournalRow = {
  readonly run_id: string;
  readonly seq: number;
  readonly type: string;
  readonly node_path: string | null;
  readonly attempt: number | null;
  readonly at_ms: number;
  readonly data: unknown;
  readonly wall_ms: number | null;
  readonly cpu_ms: number | null;
  readonly peak_memory_bytes: number | null;
  readonly start_kind: string | null;
  readonly start_ms: number | null;
};

export const journalRowColumns = `run_id, seq, type, node_path, attempt,
  (extract(epoch FROM at) * 1000)::float8 AS at_ms, data, wall_ms, cpu_ms,
  peak_memory_bytes::float8 AS peak_memory_bytes, start_kind, start_ms`;

const columnTypes = [
  "uuid",
  "int",
  "text",
  "text",
  "int",
  "float8",
  "text",
  "float8",
  "float8",
  "float8",
  "text",
  "float8",
] as const;

/** How many parameters `journalEntriesFrom` takes. */
export const JOURNAL_PARAMETERS = columnTypes.length;

/**
 * A table expression over the parameters of `toJournalParameters`, the first of which is `$first`.
 * Its filter is true of every row, see `expectFew`.
 */
export function journalEntriesFrom(first: number): string {
  const arrays = columnTypes.map((type, index) => `$${first + index}::${type}[]`).join(", ");
  return `(SELECT * FROM unnest(${arrays})
    AS u(run_id, seq, type, node_path, attempt, at_ms, data, wall_ms, cpu_ms, peak_memory_bytes, start_kind, start_ms)
    WHERE ${expectFew("u.seq")}) AS j`;
}

/**
 * A condition on an integer that is always true and that PostgreSQL takes to be rarely true. Expecting
 * few rows from an unnested parameter it keeps one plan, of index look-ups, after the fifth execution;
 * otherwise it plans these large statements anew each time, which costs a millisecond of every commit.
 */
export function expectFew(integer: string): string {
  return `${integer} % 1 = 0`;
}

/** The columns an INSERT names, and what it selects for them from `j`, given an expression for the workspace. */
export const journalInsertColumns =
  "run_id, seq, workspace_id, type, node_path, attempt, at, data, wall_ms, cpu_ms, peak_memory_bytes, start_kind, start_ms";

export function journalInsertSelection(workspaceId: string): string {
  return `j.run_id, j.seq, ${workspaceId}, j.type, j.node_path, j.attempt, to_timestamp(j.at_ms / 1000), j.data::json,
    j.wall_ms, j.cpu_ms, j.peak_memory_bytes::bigint, j.start_kind, j.start_ms`;
}

/** One array for each column, in the order of `journalEntriesFrom`. */
export function toJournalParameters(placed: readonly PlacedEntry[]): readonly (readonly unknown[])[] {
  const columns: unknown[][] = columnTypes.map(() => []);
  for (const { runId, seq, entry } of placed) {
    const usage = "usage" in entry ? entry.usage : null;
    const values = [
      runId,
      seq,
      entry.type,
      "nodePath" in entry ? entry.nodePath : null,
      "attempt" in entry ? entry.attempt : null,
      entry.atMs,
      toData(entry),
      usage?.wallMs ?? null,
      usage?.cpuMs ?? null,
      usage?.peakMemoryBytes ?? null,
      usage?.startKind ?? null,
      usage?.startMs ?? null,
    ];
    for (const [index, column] of columns.entries()) column.push(values[index]);
  }
  return columns;
}

/** What the entry says beyond the columns, as JSON text. */
function toData(entry: JournalEntry): string | null {
  switch (entry.type) {
    case "run-started":
      return JSON.stringify({ triggerNodeId: entry.triggerNodeId });
    case "attempt-started":
      return null;
    case "attempt-succeeded":
      return JSON.stringify({ output: entry.output, ports: entry.ports });
    case "attempt-failed":
      return JSON.stringify({ failure: entry.failure });
    case "run-succeeded":
      return JSON.stringify({ outputPaths: entry.outputPaths });
    case "run-failed":
      return JSON.stringify({ failure: entry.failure });
  }
}

/** The entry that was written to this row. */
export function fromJournalRow(row: JournalRow): JournalEntry {
  const { type, at_ms: atMs } = row;
  const place = row.node_path === null ? {} : { nodePath: row.node_path, attempt: row.attempt };
  const data = typeof row.data === "object" ? row.data : {};
  const hasUsage = type === "attempt-succeeded" || type === "attempt-failed";
  // safety: rows are written by `toJournalParameters` only, which takes them from the same type.
  return { type, atMs, ...place, ...data, ...(hasUsage ? { usage: toUsage(row) } : {}) } as unknown as JournalEntry;
}

function toUsage(row: JournalRow): StepUsage | null {
  if (row.wall_ms === null) return null;
  return {
    wallMs: row.wall_ms,
    cpuMs: row.cpu_ms ?? 0,
    peakMemoryBytes: row.peak_memory_bytes ?? 0,
    // safety: written from a StepUsage.
    startKind: row.start_kind as StepUsage["startKind"],
    startMs: row.start_ms ?? 0,
  };
}
