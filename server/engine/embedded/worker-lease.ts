import type pg from "pg";
import { isDatabaseOutage } from "@/server/database-outage";
import { nextDueInMs } from "@/server/engine/embedded/claimable";
import type { EngineSettings, ReportError } from "@/server/engine/embedded/engine-settings";

/** Stopped this long before others may take over, so that a slow clock or scheduler does no harm. */
const SAFETY_MARGIN_MS = 500;

const beatSql = `
WITH beat AS (
  INSERT INTO worker (id, started_at, expires_at) VALUES ($1::uuid, now(), now() + $3 * interval '1 millisecond')
  ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
), swept AS (
  DELETE FROM worker WHERE id <> $1::uuid AND expires_at < now() - interval '1 minute'
)
SELECT ${nextDueInMs} AS next_due_in_ms`;

export type WorkerLeaseOptions = {
  readonly pool: pg.Pool;
  readonly workerId: string;
  readonly settings: EngineSettings;
  readonly knownRunIds: () => readonly string[];
  /** Called after every beat with the time until the next run that nobody carries is due. */
  readonly onBeat: (nextDueInMs: number | null) => void;
  /** Called, and awaited, when the lease had run out in between: others may have taken runs over. */
  readonly onLapse: () => Promise<void>;
  readonly report: ReportError;
};

export type WorkerLease = {
  /** Resolves after the first beat. */
  start(): Promise<void>;
  isHeld(): boolean;
  /** Resolves when the lease is held, at once if it is. */
  whenHeld(): Promise<void>;
  /** Gives up every run at once. */
  end(): Promise<void>;
  /** Stops beating and says nothing, as a process does that dies. */
  abandon(): void;
};

/**
 * One row that says this process is alive, and with it that all its leases are good. Kept by the
 * monotonic clock, so that a jump of the wall clock or a pause of the process cannot hide a lapse.
 */
export function createWorkerLease(options: WorkerLeaseOptions): WorkerLease {
  const { pool, workerId, settings } = options;
  let heldUntilMs = 0;
  let hasBeaten = false;
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;
  let waiters: (() => void)[] = [];

  const isHeld = () => performance.now() < heldUntilMs;

  async function beat(): Promise<void> {
    const sentAtMs = performance.now();
    const { rows } = await pool.query<{ readonly next_due_in_ms: number | null }>({
      name: "engine-beat",
      text: beatSql,
      values: [workerId, options.knownRunIds(), settings.leaseMs],
    });
    if (isEnded) return;
    if (hasBeaten && sentAtMs >= heldUntilMs) await options.onLapse();
    hasBeaten = true;
    heldUntilMs = sentAtMs + settings.leaseMs - SAFETY_MARGIN_MS;
    for (const resume of waiters.splice(0)) resume();
    options.onBeat(rows[0]?.next_due_in_ms ?? null);
  }

  async function beatAndPlanNext(): Promise<void> {
    try {
      await beat();
    } catch (error) {
      // safety: pg rejects with errors only.
      if (!isDatabaseOutage(error)) options.report(error as Error, {});
    }
    if (!isEnded) timer = setTimeout(() => void beatAndPlanNext(), isHeld() ? settings.beatEveryMs : 250);
  }

  return {
    start: async () => {
      await beat();
      timer = setTimeout(() => void beatAndPlanNext(), settings.beatEveryMs);
    },
    isHeld,
    whenHeld: () => (isHeld() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    end: async () => {
      isEnded = true;
      clearTimeout(timer);
      waiters = [];
      await pool.query(
        "WITH gone AS (DELETE FROM worker WHERE id = $1) UPDATE run_work SET lease_owner = NULL WHERE lease_owner = $1",
        [workerId],
      );
    },
    abandon: () => {
      isEnded = true;
      clearTimeout(timer);
    },
  };
}
