import { isDatabaseOutage } from "@/server/database-outage";
import { createEngineParts, type EmbeddedEngineOptions } from "@/server/engine/embedded/engine-parts";
import type { RunAdmission } from "@/workflows/ports";

export type EmbeddedEngine = {
  /** Resolves once the process is known as a worker; from then on it claims runs. */
  start(): Promise<void>;
  /** Claims no more, lets attempts under way end for a while, and gives its runs to whoever is next. */
  stop(): Promise<void>;
  /** Stops as a process does that is killed: nothing more is written, nothing is given up. For tests of recovery. */
  abandon(): void;
  readonly admission: RunAdmission;
};

/** Runs that others queued are looked for this soon after their hint, so that a crowd of hints makes one look. */
const LOOK_AFTER_HINT_MS = 200;

/** Carries the decider's commands out over a journal in PostgreSQL, which any number of processes may share. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const stopped = new AbortController();
  const { settings, lease, runs, claimer, admission } = createEngineParts(options, stopped.signal);
  let unsubscribe = () => {};

  return {
    start: async () => {
      await lease.start();
      claimer.request();
      unsubscribe = options.changes.subscribe(({ runId, hasEnded }) => {
        if (!hasEnded && !runs.has(runId)) claimer.requestIn(LOOK_AFTER_HINT_MS);
      });
    },
    stop: async () => {
      unsubscribe();
      runs.startNothing();
      await claimer.stop();
      await runs.settle(settings.stopGraceMs);
      stopped.abort();
      try {
        await lease.end();
      } catch (error) {
        // Without a database there is nobody to give the runs to: the lease runs out by itself.
        if (!isDatabaseOutage(error)) throw error;
      }
    },
    abandon: () => {
      unsubscribe();
      lease.abandon();
      void claimer.stop();
      runs.drop(runs.ids());
      stopped.abort();
    },
    admission,
  };
}
