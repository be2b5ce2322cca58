import type pg from "pg";
import { isClaimable, nextDueInMs } from "@/server/engine/embedded/claimable";
import type { Value } from "@/workflows/run/value";

/** A run that is ours from the commit of the claim on, until somebody claims it with a higher epoch. */
export type ClaimedRun = {
  readonly runId: string;
  readonly workspaceId: string;
  readonly epoch: number;
  readonly dueAtMs: number;
  readonly versionId: string;
  readonly payload: Value;
};

export type ClaimRequest = {
  readonly workerId: string;
  /** Runs that this worker has in its hands, to be left alone. */
  readonly knownRunIds: readonly string[];
  readonly limit: number;
};

type ClaimedRow = {
  readonly run_id: string;
  readonly workspace_id: string;
  readonly epoch: number;
  readonly due_at_ms: number;
  readonly version_id: string;
  readonly payload: Value;
};

const claimSql = `
WITH due AS (
  SELECT w.run_id FROM run_work w
  WHERE w.due_at <= now() AND ${isClaimable}
  ORDER BY w.due_at
  LIMIT $3
  FOR UPDATE OF w SKIP LOCKED
), claimed AS (
  UPDATE run_work w SET lease_owner = $1::uuid, epoch = w.epoch + 1
  FROM due WHERE w.run_id = due.run_id
  RETURNING w.run_id, w.workspace_id, w.epoch, w.due_at
), marked AS (
  UPDATE run r SET status = 'running' FROM claimed c WHERE r.id = c.run_id AND r.status <> 'running'
)
SELECT c.run_id, c.workspace_id, c.epoch, (extract(epoch FROM c.due_at) * 1000)::float8 AS due_at_ms,
  r.version_id, e.payload
FROM claimed c JOIN run r ON r.id = c.run_id JOIN event e ON e.id = r.event_id
ORDER BY c.due_at`;

const nextDueSql = `SELECT ${nextDueInMs} AS next_due_in_ms`;

/** When the next run that nobody carries is due, in milliseconds from now; null when none waits. */
export async function readNextDueInMs(
  pool: pg.Pool,
  { workerId, knownRunIds }: Pick<ClaimRequest, "workerId" | "knownRunIds">,
): Promise<number | null> {
  const { rows } = await pool.query<{ readonly next_due_in_ms: number | null }>({
    name: "engine-next-due",
    text: nextDueSql,
    values: [workerId, knownRunIds],
  });
  return rows[0]?.next_due_in_ms ?? null;
}

/** Takes the runs that have been due for longest. Every run comes with an epoch that no owner before had. */
export async function claimRuns(pool: pg.Pool, request: ClaimRequest): Promise<readonly ClaimedRun[]> {
  const { rows } = await pool.query<ClaimedRow>({
    name: "engine-claim",
    text: claimSql,
    values: [request.workerId, request.knownRunIds, request.limit],
  });
  return rows.map((row) => ({
    runId: row.run_id,
    workspaceId: row.workspace_id,
    epoch: row.epoch,
    dueAtMs: row.due_at_ms,
    versionId: row.version_id,
    payload: row.payload,
  }));
}
