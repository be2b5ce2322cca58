import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { createBatcher } from "@/server/batcher";
import { isDatabaseOutage } from "@/server/database-outage";
import { commitBatch, findUnwritten, type RunCommit } from "@/server/engine/embedded/commit-batch";
import { outageDelayMs } from "@/server/engine/embedded/retry-outage";

export type RunCommitter = {
  /**
   * Resolves when the facts are durable, or when somebody else owns the run by now ("fenced"). Waits out
   * an absence of the database. Rejects only for facts that PostgreSQL will never take.
   */
  commit(commit: RunCommit): Promise<"committed" | "fenced">;
};

type PendingCommit = {
  readonly commit: RunCommit;
  readonly resolve: (result: "committed" | "fenced") => void;
  readonly reject: (error: unknown) => void;
};

/** Writes what many runs have to say in shared transactions. A run has at most one commit under way. */
export function createRunCommitter(pool: pg.Pool): RunCommitter {
  const batcher = createBatcher<PendingCommit>({
    write: (batch) => writeBatch(pool, batch),
    sizeOf: ({ commit }) => commit.values.reduce((sum, value) => sum + value.json.length, 512 * commit.entries.length),
    maxItems: 200,
    maxBytes: 8 * 1_024 * 1_024,
    maxInFlight: 2,
  });
  return {
    commit: (commit) => new Promise((resolve, reject) => batcher.add({ commit, resolve, reject })),
  };
}

async function writeBatch(pool: pg.Pool, batch: readonly PendingCommit[]): Promise<void> {
  try {
    settle(
      batch,
      await commitBatch(
        pool,
        batch.map(({ commit }) => commit),
      ),
    );
  } catch (error) {
    if (isDatabaseOutage(error)) await writeAfterOutage(pool, batch);
    else if (batch.length > 1) await writeOneByOne(pool, batch);
    else for (const { reject } of batch) reject(error);
  }
}

/** One run's facts that cannot be stored must not take those of its neighbours with them. */
async function writeOneByOne(pool: pg.Pool, batch: readonly PendingCommit[]): Promise<void> {
  for (const pending of batch) await writeBatch(pool, [pending]);
}

async function writeAfterOutage(pool: pg.Pool, batch: readonly PendingCommit[]): Promise<void> {
  for (let failures = 1; ; failures += 1) {
    await delay(outageDelayMs(failures));
    try {
      const unwritten = await findUnwritten(
        pool,
        batch.map(({ commit }) => commit),
      );
      for (const { commit, resolve } of batch) if (!unwritten.has(commit.runId)) resolve("committed");
      const rest = batch.filter(({ commit }) => unwritten.has(commit.runId));
      if (rest.length > 0)
        settle(
          rest,
          await commitBatch(
            pool,
            rest.map(({ commit }) => commit),
          ),
        );
      return;
    } catch (error) {
      // A duplicate means that the lost batch was still under way when we looked: look again.
      if (isDatabaseOutage(error) || isDuplicate(error)) continue;
      await writeOneByOne(pool, batch);
      return;
    }
  }
}

function settle(batch: readonly PendingCommit[], owned: ReadonlySet<string>): void {
  for (const { commit, resolve } of batch) resolve(owned.has(commit.runId) ? "committed" : "fenced");
}

function isDuplicate(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
