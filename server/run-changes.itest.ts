import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createRunChanges, type RunChangesHub } from "@/server/run-changes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { RunChange } from "@/workflows/ports";

let db: TestDatabase;
let here: RunChangesHub;
let there: RunChangesHub;
const seenHere: RunChange[] = [];
const seenThere: RunChange[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

beforeEach(async () => {
  here = createRunChanges({ pool: db.database.pool, url: db.url }, () => {});
  there = createRunChanges({ pool: db.database.pool, url: db.url }, () => {});
  here.subscribe((change) => seenHere.push(change));
  there.subscribe((change) => seenThere.push(change));
  await Promise.all([here.start(), there.start()]);
});
afterEach(async () => {
  await Promise.all([here.stop(), there.stop()]);
  seenHere.length = 0;
  seenThere.length = 0;
});

function change(runId: string, hasEnded = false): RunChange {
  return { runId, workspaceId: "workspace-1", workflowId: "workflow-1", hasEnded };
}

describe("RunChanges", () => {
  test("tells this process at once, and once", async () => {
    here.publish(change("a"));
    expect(seenHere).toEqual([change("a")]);
    await vi.waitFor(() => expect(seenThere).toHaveLength(1));
    expect(seenHere).toHaveLength(1);
  });

  test("tells other processes the latest state of each run that changed", async () => {
    for (let run = 0; run < 100; run += 1) here.publish(change(`run-${run}`));
    for (let run = 0; run < 100; run += 1) here.publish(change(`run-${run}`, true));
    await vi.waitFor(() => expect(new Set(seenThere.map(({ runId }) => runId)).size).toBe(100));
    expect(seenThere.every(({ hasEnded }) => hasEnded)).toBe(true);
  });

  test("hears again after its connection was cut", async () => {
    await db.database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
    );
    await vi.waitFor(
      () => {
        here.publish(change("after the cut"));
        expect(seenThere.map(({ runId }) => runId)).toContain("after the cut");
      },
      { timeout: 10_000, interval: 200 },
    );
  });

  test("goes on after a notice that it does not understand", async () => {
    await db.database.pool.query("SELECT pg_notify('millrace_run_changes', 'not a notice')");
    here.publish(change("after the nonsense"));
    await vi.waitFor(() => expect(seenThere.map(({ runId }) => runId)).toContain("after the nonsense"));
  });

  test("forgets a listener that has unsubscribed", () => {
    const seen: RunChange[] = [];
    const unsubscribe = here.subscribe((each) => seen.push(each));
    unsubscribe();
    here.publish(change("b"));
    expect(seen).toEqual([]);
  });
});
