import { v7 as uuidv7 } from "uuid";
import { isDatabaseOutage } from "@/server/database-outage";
import type { Database } from "@/server/db";
import { ActiveRuns } from "@/server/engine/embedded/active-runs";
import type { CommitObserver } from "@/server/engine/embedded/carried-run";
import { claimRuns, readNextDueInMs } from "@/server/engine/embedded/claim-runs";
import { type Claimer, createClaimer } from "@/server/engine/embedded/claimer";
import { defaultEngineSettings, type EngineSettings, type ReportError } from "@/server/engine/embedded/engine-settings";
import { findLostRuns } from "@/server/engine/embedded/find-lost-runs";
import { createLogWriter } from "@/server/engine/embedded/log-writer";
import { createRunAdmission } from "@/server/engine/embedded/run-admission";
import { createRunCommitter } from "@/server/engine/embedded/run-committer";
import { createRunGraphs } from "@/server/engine/embedded/run-graphs";
import { createSetAside } from "@/server/engine/embedded/set-aside";
import { takeOn } from "@/server/engine/embedded/take-on";
import { createValueReader } from "@/server/engine/embedded/value-reader";
import { createWorkerLease } from "@/server/engine/embedded/worker-lease";
import type { Clock, FunctionRuntime, RunAdmission, RunChanges, VersionSource } from "@/workflows/ports";

export type EmbeddedEngineOptions = {
  readonly database: Pick<Database, "pool">;
  readonly runtime: FunctionRuntime;
  readonly versions: VersionSource;
  readonly changes: RunChanges;
  readonly clock: Clock;
  readonly settings?: Partial<EngineSettings>;
  /** Hears of every commit in this process, for answers that are waited for here. */
  readonly observer?: CommitObserver;
  readonly report: ReportError;
};

export type EmbeddedEngine = {
  /** Resolves once the process is known as a worker; from then on it claims runs. */
  start(): Promise<void>;
  /** Claims no more, lets attempts under way end for a while, and gives its runs to whoever is next. */
  stop(): Promise<void>;
  /** Stops as a process does that is killed: nothing more is written, nothing is given up. For tests of recovery. */
  abandon(): void;
  readonly admission: RunAdmission;
};

/** Carries the decider's commands out over a journal in PostgreSQL, which any number of processes may share. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { clock, report } = options;
  const { pool } = options.database;
  const settings = { ...defaultEngineSettings, ...options.settings };
  const workerId = uuidv7();
  const graphOf = createRunGraphs();
  const setAside = createSetAside(() => performance.now());
  const knownRunIds = () => [...runs.ids(), ...setAside.ids()];

  const lease = createWorkerLease({
    pool,
    workerId,
    settings,
    knownRunIds,
    onBeat: (nextDueInMs) => {
      if (claimer.hasBacklog()) claimer.request();
      if (nextDueInMs !== null) claimer.requestIn(nextDueInMs);
    },
    onLapse: async () => runs.drop(await findLostRuns(pool, runs.heldEpochs())),
    report,
  });
  const runs: ActiveRuns = new ActiveRuns({
    ...options,
    settings,
    lease,
    observer: options.observer ?? null,
    committer: createRunCommitter(pool),
    logs: createLogWriter(pool, report),
    values: createValueReader(pool),
    onRelease: (_runId, release) => {
      if (release.kind === "parked") claimer.requestIn(release.dueAtMs - clock.nowMs());
      if (claimer.hasBacklog()) claimer.request();
    },
    onFailure,
  });
  const claimer: Claimer = createClaimer({
    room: () => (lease.isHeld() ? runs.room() : 0),
    claim: async (limit) => {
      const claimed = await claimRuns(pool, { workerId, knownRunIds: knownRunIds(), limit });
      await takeOn(claimed, { ...options, pool, runs, graphOf, onFailure });
      if (claimed.length === limit) return { count: limit, nextDueInMs: 0 };
      return {
        count: claimed.length,
        nextDueInMs: await readNextDueInMs(pool, { workerId, knownRunIds: knownRunIds() }),
      };
    },
    onError: (error) => {
      if (!isDatabaseOutage(error)) report(toError(error), {});
    },
  });

  function onFailure(runId: string, error: unknown): void {
    // Where only the database was away the run is found again by its lease.
    if (isDatabaseOutage(error)) return;
    setAside.add(runId);
    report(toError(error), { runId });
  }

  return {
    start: async () => {
      await lease.start();
      claimer.request();
    },
    stop: async () => {
      runs.startNothing();
      await claimer.stop();
      await runs.settle(settings.stopGraceMs);
      await lease.end();
    },
    abandon: () => {
      lease.abandon();
      void claimer.stop();
      runs.drop(runs.ids());
    },
    admission: createRunAdmission({
      workerId,
      runs,
      graphOf,
      clock,
      isOpen: () => lease.isHeld() && !claimer.hasBacklog(),
      onWake: claimer.request,
    }),
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("Something that is no error was thrown.", { cause: error });
}
