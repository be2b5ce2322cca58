import type pg from "pg";
import { fromJournalRow, type JournalRow, journalRowColumns } from "@/server/journal-rows";
import type { JournalEntry } from "@/workflows/run/journal-entry";

/** Longer outputs are left in the database: a view of a run shows none, and there may be a thousand of them. */
const LONGEST_DATA_BYTES = 4_096;
const TAIL_CHARS = 1_024;

const isLong = `type = 'attempt-succeeded' AND octet_length(data::text) > ${LONGEST_DATA_BYTES}`;

const journalSql = `
SELECT ${journalRowColumns}, tail FROM (
  SELECT run_id, seq, type, node_path, attempt, at, wall_ms, cpu_ms, peak_memory_bytes, start_kind, start_ms,
    CASE WHEN ${isLong} THEN NULL ELSE data END AS data,
    CASE WHEN ${isLong} THEN right(data::text, ${TAIL_CHARS}) END AS tail
  FROM journal_entry WHERE run_id = $1
) entry ORDER BY seq`;

type LightRow = JournalRow & { readonly tail: string | null };

/** A run's journal, in order, to fold or to show. Its long outputs are null in it. */
export async function readRunJournal(pool: pg.Pool, runId: string): Promise<readonly JournalEntry[]> {
  const { rows } = await pool.query<LightRow>({ name: "history-journal", text: journalSql, values: [runId] });
  return rows.map(({ tail, ...row }) =>
    fromJournalRow(tail === null ? row : { ...row, data: withoutOutput(runId, tail) }),
  );
}

/**
 * What follows the output in the text of an entry's data. It is taken from the text because PostgreSQL's JSON
 * functions refuse a document that has \\u0000 anywhere in it, and an output may.
 */
function withoutOutput(runId: string, tail: string): { readonly output: unknown; readonly ports: unknown } {
  const ports = /,"ports":(\[[^[\]]*\])\}$/.exec(tail)?.[1];
  if (ports === undefined) throw new Error(`An output in the journal of run "${runId}" is not followed by its ports.`);
  return { output: { kind: "inline", json: null }, ports: JSON.parse(ports) };
}
