import type pg from "pg";
import type { ActiveRuns } from "@/server/engine/embedded/active-runs";
import type { ClaimedRun } from "@/server/engine/embedded/claim-runs";
import { readJournals } from "@/server/engine/embedded/read-journals";
import { recordLostAttempts } from "@/server/engine/embedded/recover-run";
import { foldJournal } from "@/workflows/engine/fold";
import type { Graph } from "@/workflows/engine/graph";
import type { Clock, PublishedVersion, VersionSource } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";

export type TakeOnOptions = {
  readonly pool: pg.Pool;
  readonly runs: ActiveRuns;
  readonly versions: VersionSource;
  readonly graphOf: (version: PublishedVersion) => Graph;
  readonly clock: Clock;
  readonly onFailure: (runId: string, error: unknown) => void;
};

/** Carries claimed runs on from their journals. A new run and one whose owner died are taken on alike. */
export async function takeOn(claimed: readonly ClaimedRun[], options: TakeOnOptions): Promise<void> {
  if (claimed.length === 0) return;
  const runIds = claimed.map(({ runId }) => runId);
  for (const runId of runIds) options.runs.reserve(runId);
  try {
    const journals = await readJournals(options.pool, runIds);
    await Promise.all(claimed.map((run) => takeOnOne(run, journals.get(run.runId), options)));
  } finally {
    for (const runId of runIds) options.runs.unreserve(runId);
  }
}

async function takeOnOne(
  run: ClaimedRun,
  journal: readonly JournalEntry[] | Error | undefined,
  options: TakeOnOptions,
): Promise<void> {
  try {
    if (journal === undefined || journal instanceof Error)
      throw journal ?? new Error(`Run "${run.runId}" was not read.`);
    const version = await options.versions.getVersion(run.versionId);
    const graph = options.graphOf(version);
    const state = foldJournal(graph, run.runId, journal);
    if (state.end !== null) throw new Error(`Run "${run.runId}" has ended, yet it is in the queue.`);
    const lost = recordLostAttempts(state, options.clock.nowMs());
    options.runs.carry({ ...run, version, graph, state, recorded: journal.length }, [], lost);
  } catch (error) {
    options.onFailure(run.runId, error);
  }
}
