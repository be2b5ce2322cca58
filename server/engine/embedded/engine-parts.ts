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
import { createSetAside, type SetAside } from "@/server/engine/embedded/set-aside";
import { takeOn } from "@/server/engine/embedded/take-on";
import { createValueReader } from "@/server/engine/embedded/value-reader";
import { createWorkerLease, type WorkerLease } from "@/server/engine/embedded/worker-lease";
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

/** The pieces of an engine, joined to each other and not yet running. */
export type EngineParts = {
  readonly settings: EngineSettings;
  readonly lease: WorkerLease;
  readonly runs: ActiveRuns;
  readonly claimer: Claimer;
  readonly admission: RunAdmission;
};

/** @param signal ends what would wait for the database to come back */
export function createEngineParts(options: EmbeddedEngineOptions, signal: AbortSignal): EngineParts {
  const { clock, report } = options;
  const { pool } = options.database;
  const settings = { ...defaultEngineSettings, ...options.settings };
  const workerId = uuidv7();
  const graphOf = createRunGraphs();
  const setAside = createSetAside(() => performance.now());
  const knownRunIds = () => [...runs.ids(), ...setAside.ids()];
  const onFailure = (runId: string, error: unknown) => leaveAlone(runId, error, { setAside, report });

  const lease = createWorkerLease({
    ...{ pool, workerId, settings, knownRunIds, report },
    onBeat: (nextDueInMs) => {
      if (claimer.hasBacklog()) claimer.request();
      if (nextDueInMs !== null) claimer.requestIn(nextDueInMs);
    },
    onLapse: async () => runs.drop(await findLostRuns(pool, runs.heldEpochs())),
  });
  const runs: ActiveRuns = new ActiveRuns({
    ...options,
    ...{ settings, lease, onFailure },
    observer: options.observer ?? null,
    committer: createRunCommitter(pool, signal),
    logs: createLogWriter(pool, { report, signal }),
    values: createValueReader(pool),
    onRelease: (release) => {
      if (release.kind === "parked") claimer.requestIn(release.dueAtMs - clock.nowMs());
      if (claimer.hasBacklog()) claimer.request();
    },
  });
  const claimer: Claimer = createClaimer({
    room: () => (lease.isHeld() ? runs.room() : 0),
    claim: async (limit) => {
      const claimed = await claimRuns(pool, { workerId, knownRunIds: knownRunIds(), limit });
      await takeOn(claimed, { ...options, pool, runs, graphOf, onFailure });
      const nextDueInMs =
        claimed.length === limit ? 0 : await readNextDueInMs(pool, { workerId, knownRunIds: knownRunIds() });
      return { count: claimed.length, nextDueInMs };
    },
    onError: (error) => {
      if (!isDatabaseOutage(error)) report(toError(error), {});
    },
  });
  const isOpen = () => lease.isHeld() && !claimer.hasBacklog();
  const admission = createRunAdmission({ ...{ workerId, runs, graphOf, clock, isOpen }, onWake: claimer.request });
  return { settings, lease, runs, claimer, admission };
}

type Aside = { readonly setAside: SetAside; readonly report: ReportError };

function leaveAlone(runId: string, error: unknown, { setAside, report }: Aside): void {
  // Where only the database was away the run is found again by its lease.
  if (isDatabaseOutage(error)) return;
  setAside.add(runId);
  report(toError(error), { runId });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("Something that is no error was thrown.", { cause: error });
}
