import type pg from "pg";
import {
  expectFew,
  journalEntriesFrom,
  journalInsertColumns,
  journalInsertSelection,
  toJournalParameters,
} from "@/server/journal-rows";
import type { KeptValue } from "@/server/stored-value";
import type { JournalEntry } from "@/workflows/run/journal-entry";

/** An event on its way into the database, with the ids that its run will have. */
export type EventToWrite = {
  readonly triggerId: string;
  readonly dedupeKey: string | null;
  readonly runId: string;
  readonly eventId: string;
  readonly payload: KeptValue;
  /** For a run that is born claimed: who has it, on which version it counts, and its first entries. */
  readonly claim: {
    readonly leaseOwner: string;
    readonly versionId: string;
    readonly entries: readonly JournalEntry[];
  } | null;
};

/** What the database made of one event. */
export type WrittenEvent =
  | {
      readonly kind: "created";
      readonly workspaceId: string;
      readonly workflowId: string;
      readonly dueAtMs: number;
    }
  | { readonly kind: "duplicate"; readonly runId: string }
  /** The trigger points at another version than the claim counts on. */
  | { readonly kind: "stale"; readonly versionId: string }
  | { readonly kind: "no-trigger" }
  /** Another transaction took the same key at the same time, and cannot be seen yet. */
  | { readonly kind: "contended" };

const acceptSql = `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[])
    WITH ORDINALITY AS i(trigger_id, version_id, run_id, event_id, dedupe_key, payload, lease_owner, value_hash, value_json, ord)
  WHERE ${expectFew("i.ord")}
), clock AS MATERIALIZED (
  SELECT date_trunc('milliseconds', now()) AS now
), target AS (
  SELECT i.*, t.workspace_id, t.workflow_id, t.kind, t.node_id, t.version_id AS live_version_id
  FROM input i
  JOIN trigger t ON t.id = i.trigger_id
  JOIN workflow f ON f.id = t.workflow_id AND f.deleted_at IS NULL
), pinned AS (
  SELECT * FROM target WHERE lease_owner IS NULL OR version_id = live_version_id
), taken AS (
  INSERT INTO dedupe_key AS d (workspace_id, trigger_id, key, run_id, expires_at)
  SELECT p.workspace_id, p.trigger_id, p.dedupe_key, p.run_id, clock.now + $10 * interval '1 millisecond'
  FROM pinned p, clock WHERE p.dedupe_key IS NOT NULL ORDER BY p.trigger_id, p.dedupe_key
  ON CONFLICT (workspace_id, trigger_id, key) DO UPDATE SET run_id = excluded.run_id, expires_at = excluded.expires_at
    WHERE d.expires_at <= now()
  RETURNING run_id
), winner AS (
  SELECT * FROM pinned p WHERE p.dedupe_key IS NULL OR EXISTS (SELECT FROM taken k WHERE k.run_id = p.run_id)
), event_inserted AS (
  INSERT INTO event (id, workspace_id, trigger_id, kind, dedupe_key, payload, received_at)
  SELECT w.event_id, w.workspace_id, w.trigger_id, w.kind, w.dedupe_key, w.payload::json, clock.now FROM winner w, clock
), run_inserted AS (
  INSERT INTO run (id, workspace_id, workflow_id, version_id, trigger_id, event_id, status, output_paths, created_at)
  SELECT w.run_id, w.workspace_id, w.workflow_id, w.live_version_id, w.trigger_id, w.event_id,
    CASE WHEN w.lease_owner IS NULL THEN 'queued' ELSE 'running' END, '{}', clock.now
  FROM winner w, clock
), work_inserted AS (
  INSERT INTO run_work (run_id, workspace_id, due_at, lease_owner, epoch)
  SELECT w.run_id, w.workspace_id, clock.now, w.lease_owner, CASE WHEN w.lease_owner IS NULL THEN 0 ELSE 1 END
  FROM winner w, clock
), value_inserted AS (
  INSERT INTO run_value (run_id, hash, workspace_id, json)
  SELECT w.run_id, w.value_hash, w.workspace_id, w.value_json FROM winner w WHERE w.value_hash IS NOT NULL
), journal_inserted AS (
  INSERT INTO journal_entry (${journalInsertColumns})
  SELECT ${journalInsertSelection("w.workspace_id")} FROM ${journalEntriesFrom(11)} JOIN winner w ON w.run_id = j.run_id
  UNION ALL
  SELECT w.run_id, 1, w.workspace_id, 'run-started', NULL, NULL, clock.now, json_build_object('triggerNodeId', w.node_id),
    NULL, NULL, NULL, NULL, NULL
  FROM winner w, clock WHERE w.lease_owner IS NULL
)
SELECT w.run_id IS NOT NULL AS is_created, t.workspace_id, t.workflow_id, t.live_version_id,
  p.run_id IS NOT NULL AS is_pinned, d.run_id AS first_run_id, (extract(epoch FROM clock.now) * 1000)::float8 AS now_ms
FROM input i CROSS JOIN clock
LEFT JOIN target t ON t.ord = i.ord
LEFT JOIN pinned p ON p.ord = i.ord
LEFT JOIN winner w ON w.ord = i.ord
LEFT JOIN dedupe_key d ON d.workspace_id = t.workspace_id AND d.trigger_id = t.trigger_id AND d.key = i.dedupe_key
  AND d.expires_at > now()
ORDER BY i.ord`;

/** As many as one batch can bring, several times over: what has expired is gone sooner than it comes. */
const SWEPT_KEYS = 1_000;

/** Removes keys whose window is over, those that nobody holds. Says whether there may be more. */
export async function sweepExpiredKeys(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "ingress-sweep",
    text: `DELETE FROM dedupe_key WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM dedupe_key WHERE expires_at <= now() ORDER BY expires_at LIMIT ${SWEPT_KEYS} FOR UPDATE SKIP LOCKED))`,
  });
  return rowCount === SWEPT_KEYS;
}

type WrittenRow = {
  readonly is_created: boolean;
  readonly workspace_id: string | null;
  readonly workflow_id: string | null;
  readonly live_version_id: string | null;
  readonly is_pinned: boolean;
  readonly first_run_id: string | null;
  readonly now_ms: number;
};

/**
 * Writes a batch of events with their runs in one statement, hence in one transaction; a run is pinned
 * to the version that its trigger points at there and then. Answers in the order of the events, no two
 * of which may have the same trigger and key.
 */
export async function writeEvents(
  pool: pg.Pool,
  events: readonly EventToWrite[],
  dedupeWindowMs: number,
): Promise<readonly WrittenEvent[]> {
  const entries = events.flatMap(({ runId, claim }) =>
    (claim?.entries ?? []).map((entry, index) => ({ runId, seq: index + 1, entry })),
  );
  const { rows } = await pool.query<WrittenRow>({
    name: "ingress-accept",
    text: acceptSql,
    values: [
      events.map(({ triggerId }) => triggerId),
      events.map(({ claim }) => claim?.versionId ?? null),
      events.map(({ runId }) => runId),
      events.map(({ eventId }) => eventId),
      events.map(({ dedupeKey }) => dedupeKey),
      events.map(({ payload }) => JSON.stringify(payload.value)),
      events.map(({ claim }) => claim?.leaseOwner ?? null),
      events.map(({ payload }) => payload.stored?.hash ?? null),
      events.map(({ payload }) => payload.stored?.json ?? null),
      dedupeWindowMs,
      ...toJournalParameters(entries),
    ],
  });
  return rows.map(toWrittenEvent);
}

function toWrittenEvent(row: WrittenRow): WrittenEvent {
  const { workspace_id: workspaceId, workflow_id: workflowId, live_version_id: versionId } = row;
  if (workspaceId === null || workflowId === null || versionId === null) return { kind: "no-trigger" };
  if (row.is_created) return { kind: "created", workspaceId, workflowId, dueAtMs: row.now_ms };
  if (!row.is_pinned) return { kind: "stale", versionId };
  return row.first_run_id === null ? { kind: "contended" } : { kind: "duplicate", runId: row.first_run_id };
}
