import type pg from "pg";
import { fromJournalRow, type JournalRow, journalRowColumns } from "@/server/journal-rows";
import type { JournalEntry } from "@/workflows/run/journal-entry";

const journalSql = `SELECT ${journalRowColumns} FROM journal_entry WHERE run_id = ANY($1::uuid[]) ORDER BY run_id, seq`;

/** The journals of these runs, each in order. A journal with a gap is given as an error in its place. */
export async function readJournals(
  pool: pg.Pool,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly JournalEntry[] | Error>> {
  const { rows } = await pool.query<JournalRow>({ name: "engine-journals", text: journalSql, values: [runIds] });
  const journals = new Map<string, JournalRow[]>(runIds.map((runId) => [runId, []]));
  for (const row of rows) journals.get(row.run_id)?.push(row);
  return new Map([...journals].map(([runId, journal]) => [runId, checkJournal(runId, journal)]));
}

function checkJournal(runId: string, rows: readonly JournalRow[]): readonly JournalEntry[] | Error {
  const gap = rows.findIndex((row, index) => row.seq !== index + 1);
  if (gap !== -1) return new Error(`The journal of run "${runId}" has a gap before entry ${rows[gap]?.seq}.`);
  if (rows.length === 0) return new Error(`Run "${runId}" has no journal.`);
  return rows.map(fromJournalRow);
}
