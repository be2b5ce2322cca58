import type pg from "pg";
import {
  expectFew,
  journalEntriesFrom,
  journalInsertColumns,
  journalInsertSelection,
  type PlacedEntry,
  toJournalParameters,
} from "@/server/journal-rows";
import type { StoredValue } from "@/server/stored-value";
import type { RunEnd } from "@/workflows/engine/run-state";

/** What becomes of the run's place in the queue with this commit. */
export type CommitAction =
  | { readonly kind: "continue" }
  | { readonly kind: "end"; readonly end: RunEnd; readonly finishedAtMs: number }
  /** `seenDueAtMs` is when the run was due as far as its owner knows: any other value is a wake-up that came in between. */
  | { readonly kind: "park"; readonly dueAtMs: number; readonly seenDueAtMs: number };

/** What one run writes at one time. It is written whole, and only if the run is still at this epoch. */
export type RunCommit = {
  readonly runId: string;
  readonly epoch: number;
  readonly entries: readonly PlacedEntry[];
  readonly values: readonly StoredValue[];
  readonly action: CommitAction;
};

const commitSql = `
WITH batch AS (
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::float8[], $8::float8[])
    AS b(run_id, epoch, action, status, failure, output_paths, at_ms, seen_due_at_ms)
  WHERE ${expectFew("b.epoch")}
), ended AS (
  DELETE FROM run_work w USING batch b
  WHERE b.action = 'end' AND w.run_id = b.run_id AND w.epoch = b.epoch
  RETURNING w.run_id, w.workspace_id
), parked AS (
  UPDATE run_work w SET lease_owner = NULL, due_at = CASE
      WHEN w.due_at = to_timestamp(b.seen_due_at_ms / 1000)::timestamptz(3) THEN to_timestamp(b.at_ms / 1000)
      ELSE w.due_at END
  FROM batch b
  WHERE b.action = 'park' AND w.run_id = b.run_id AND w.epoch = b.epoch
  RETURNING w.run_id, w.workspace_id
), kept AS (
  SELECT w.run_id, w.workspace_id FROM batch b JOIN run_work w ON w.run_id = b.run_id AND w.epoch = b.epoch
  WHERE b.action = 'continue'
  FOR NO KEY UPDATE OF w
), owned AS (
  SELECT * FROM ended UNION ALL SELECT * FROM parked UNION ALL SELECT * FROM kept
), run_updated AS (
  UPDATE run r SET status = b.status, failure = b.failure::json,
    output_paths = CASE WHEN b.action = 'end' THEN b.output_paths::text[] ELSE r.output_paths END,
    finished_at = CASE WHEN b.action = 'end' THEN to_timestamp(b.at_ms / 1000) END
  FROM batch b JOIN owned o ON o.run_id = b.run_id
  WHERE r.id = b.run_id AND b.action <> 'continue'
), value_inserted AS (
  INSERT INTO run_value (run_id, hash, workspace_id, json)
  SELECT v.run_id, v.hash, o.workspace_id, v.json
  FROM unnest($9::uuid[], $10::text[], $11::text[]) AS v(run_id, hash, json) JOIN owned o ON o.run_id = v.run_id
  WHERE ${expectFew("length(v.hash)")}
  ON CONFLICT DO NOTHING
), journal_inserted AS (
  INSERT INTO journal_entry (${journalInsertColumns})
  SELECT ${journalInsertSelection("o.workspace_id")}
  FROM ${journalEntriesFrom(12)} JOIN owned o ON o.run_id = j.run_id
)
SELECT run_id FROM owned`;

/**
 * Writes many runs' facts in one statement, hence in one transaction. Returns the ids of the runs that
 * were still at their epoch; of the others nothing was written.
 */
export async function commitBatch(pool: pg.Pool, commits: readonly RunCommit[]): Promise<ReadonlySet<string>> {
  const values = commits.flatMap(({ runId, values }) => values.map((value) => ({ runId, ...value })));
  const { rows } = await pool.query<{ readonly run_id: string }>({
    name: "engine-commit",
    text: commitSql,
    values: [
      commits.map(({ runId }) => runId),
      commits.map(({ epoch }) => epoch),
      commits.map(({ action }) => action.kind),
      commits.map(({ action }) => toStatus(action)),
      commits.map(({ action }) => toFailure(action)),
      commits.map(({ action }) => toOutputPaths(action)),
      commits.map(({ action }) => toAtMs(action)),
      commits.map(({ action }) => (action.kind === "park" ? action.seenDueAtMs : null)),
      values.map(({ runId }) => runId),
      values.map(({ hash }) => hash),
      values.map(({ json }) => json),
      ...toJournalParameters(commits.flatMap(({ entries }) => entries)),
    ],
  });
  return new Set(rows.map((row) => row.run_id));
}

const settledSql = `
SELECT c.run_id, w.run_id IS NOT NULL AS is_ours, j.run_id IS NOT NULL AS is_written
FROM unnest($1::uuid[], $2::int[], $3::int[]) AS c(run_id, epoch, last_seq)
LEFT JOIN run_work w ON w.run_id = c.run_id AND w.epoch = c.epoch
LEFT JOIN journal_entry j ON j.run_id = c.run_id AND j.seq = c.last_seq`;

type SettledRow = { readonly run_id: string; readonly is_ours: boolean; readonly is_written: boolean };

/**
 * Finds out what became of a batch whose answer was lost. Only the owner of an epoch writes a run's
 * next entries, so an entry in its place while the epoch stands is the one from this batch.
 */
export async function findUnwritten(pool: pg.Pool, commits: readonly RunCommit[]): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<SettledRow>({
    name: "engine-settled",
    text: settledSql,
    values: [
      commits.map(({ runId }) => runId),
      commits.map(({ epoch }) => epoch),
      commits.map(({ entries }) => entries.at(-1)?.seq ?? 0),
    ],
  });
  return new Set(rows.filter((row) => !(row.is_ours && row.is_written)).map((row) => row.run_id));
}

function toStatus(action: CommitAction): string | null {
  if (action.kind === "continue") return null;
  return action.kind === "end" ? action.end.status : "waiting";
}

function toFailure(action: CommitAction): string | null {
  return action.kind === "end" && action.end.status === "failed" ? JSON.stringify(action.end.failure) : null;
}

/** An array literal, for an array of arrays cannot be unnested. Node paths hold nothing that needs escaping. */
function toOutputPaths(action: CommitAction): string | null {
  if (action.kind !== "end") return null;
  return `{${action.end.status === "succeeded" ? action.end.outputPaths.join(",") : ""}}`;
}

function toAtMs(action: CommitAction): number | null {
  if (action.kind === "continue") return null;
  return action.kind === "end" ? action.finishedAtMs : action.dueAtMs;
}
