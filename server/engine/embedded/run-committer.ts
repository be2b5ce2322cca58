import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { createBatcher } from "@/server/batcher";
import { isDatabaseOutage } from "@/server/database-outage";
import { commitBatch, findUnwritten, type RunCommit } from "@/server/engine/embedded/commit-batch";
import { outageDelayMs } from "@/server/engine/embedded/retry-outage";

export type RunCommitter = {
  /**
   * Resolves when the facts are durable, or when somebody else owns the run by now ("fenced"). Waits out
   * an absence of the database. Rejects for facts that PostgreSQL will never take, and when the engine stops.
   */
  commit(commit: RunCommit): Promise<"committed" | "fenced">;
};

type PendingCommit = {
  readonly commit: RunCommit;
  readonly resolve: (result: "committed" | "fenced") => void;
  readonly reject: (error: unknown) => void;
};

type Writer = { readonly pool: pg.Pool; readonly signal: AbortSignal };

/**
 * Writes what many runs have to say in shared transactions. A run has at most one commit under way.
 *
 * @param signal ends the waiting for a database that is away
 */
export function createRunCommitter(pool: pg.Pool, signal: AbortSignal): RunCommitter {
  const batcher = createBatcher<PendingCommit>({
    write: (batch) => writeBatch({ pool, signal }, batch),
    sizeOf: ({ commit }) => commit.values.reduce((sum, value) => sum + value.json.length, 512 * commit.entries.length),
    maxItems: 200,
    maxBytes: 8 * 1_024 * 1_024,
    maxInFlight: 1,
  });
  return {
    commit: (commit) => new Promise((resolve, reject) => batcher.add({ commit, resolve, reject })),
  };
}

async function writeBatch(writer: Writer, batch: readonly PendingCommit[]): Promise<void> {
  try {
    await commitAndSettle(writer, batch);
  } catch (error) {
    if (isDatabaseOutage(error)) await writeAfterOutage(writer, batch);
    else if (batch.length > 1) await writeOneByOne(writer, batch);
    else rejectAll(batch, error);
  }
}

/** One run's facts that cannot be stored must not take those of its neighbours with them. */
async function writeOneByOne(writer: Writer, batch: readonly PendingCommit[]): Promise<void> {
  for (const pending of batch) await writeBatch(writer, [pending]);
}

async function writeAfterOutage(writer: Writer, batch: readonly PendingCommit[]): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    try {
      await delay(outageDelayMs(failures), undefined, { signal: writer.signal });
      await commitAndSettle(writer, await settleWritten(writer, batch));
      return;
    } catch (error) {
      // A duplicate means that the lost batch was still under way when we looked: look again.
      if (isDatabaseOutage(error) || isDuplicate(error)) continue;
      if (batch.length > 1 && !writer.signal.aborted) await writeOneByOne(writer, batch);
      else rejectAll(batch, error);
      return;
    }
  }
}

async function commitAndSettle({ pool }: Writer, batch: readonly PendingCommit[]): Promise<void> {
  if (batch.length === 0) return;
  const commits = batch.map(({ commit }) => commit);
  const owned = await commitBatch(pool, commits);
  for (const { commit, resolve } of batch) resolve(owned.has(commit.runId) ? "committed" : "fenced");
}

/** Settles what the lost batch did write, and gives the rest. */
async function settleWritten({ pool }: Writer, batch: readonly PendingCommit[]): Promise<readonly PendingCommit[]> {
  const commits = batch.map(({ commit }) => commit);
  const unwritten = await findUnwritten(pool, commits);
  for (const { commit, resolve } of batch) if (!unwritten.has(commit.runId)) resolve("committed");
  return batch.filter(({ commit }) => unwritten.has(commit.runId));
}

function rejectAll(batch: readonly PendingCommit[], error: unknown): void {
  for (const { reject } of batch) reject(error);
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
