import type { ActiveRuns } from "@/server/engine/embedded/active-runs";
import { inlineValue } from "@/server/engine/embedded/carried-run";
import { takeNextMoves } from "@/server/engine/embedded/next-moves";
import { applyEntry } from "@/workflows/engine/fold";
import type { Graph } from "@/workflows/engine/graph";
import { createRunState } from "@/workflows/engine/run-state";
import type { AdmittedRun, Clock, NewRun, PublishedVersion, RunAdmission } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";

/** The epoch of a run that was born with an owner: the first claim after it is the second. */
const FIRST_EPOCH = 1;

export type RunAdmissionOptions = {
  readonly workerId: string;
  readonly runs: ActiveRuns;
  readonly graphOf: (version: PublishedVersion) => Graph;
  readonly clock: Clock;
  /** Whether a run may be taken on at all, apart from there being room. */
  readonly isOpen: () => boolean;
  readonly onWake: () => void;
};

/** Takes runs on while they are being created: one commit instead of three before their first step. */
export function createRunAdmission(options: RunAdmissionOptions): RunAdmission {
  return {
    admit: (run) => (options.isOpen() && options.runs.room() > 0 ? admit(run, options) : null),
    wake: options.onWake,
  };
}

function admit({ runId, version, triggerNodeId }: NewRun, options: RunAdmissionOptions): AdmittedRun {
  const graph = options.graphOf(version);
  const state = createRunState(graph, runId);
  const atMs = options.clock.nowMs();
  const runStarted: JournalEntry = { type: "run-started", atMs, triggerNodeId };
  applyEntry(state, runStarted);
  // With nothing to start the run ends at once, which is for the driver's first commit to say.
  const { entries, starts } = state.due.size > 0 ? takeNextMoves(state, atMs, true) : { entries: [], starts: [] };
  options.runs.reserve(runId);
  return {
    leaseOwner: options.workerId,
    entries: [runStarted, ...entries],
    adopt: (payload, dueAtMs) => {
      const recorded = 1 + entries.length;
      const carried = {
        runId,
        version,
        graph,
        epoch: FIRST_EPOCH,
        dueAtMs,
        payload: inlineValue(payload),
        state,
        recorded,
      };
      options.runs.carry(carried, starts, []);
    },
    release: () => options.runs.unreserve(runId),
  };
}
