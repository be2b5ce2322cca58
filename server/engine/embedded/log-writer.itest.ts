import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogWriter, LOG_GAP_MARK, type PlacedLogLine } from "@/server/engine/embedded/log-writer";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const runId = "0193a2f0-0000-7000-8000-000000000001";
const workspaceId = "0193a2f0-0000-7000-8000-000000000002";

function line(seq: number, message: string): PlacedLogLine {
  return { runId, workspaceId, nodePath: "a", attempt: 1, seq, atMs: 1_000, level: "info", message };
}

test("marks the place of lines that it had no room to keep", async () => {
  const { pool } = db.database;
  const blocker = await pool.connect();
  await blocker.query("BEGIN");
  await blocker.query("LOCK TABLE log_line IN EXCLUSIVE MODE");
  const reports: Error[] = [];
  const signal = new AbortController().signal;
  const writer = createLogWriter(pool, { report: (error) => reports.push(error), signal }, 500);

  const written = [writer.write([line(1, "under way")])];
  // The batch leaves the queue with the next turn of the event loop.
  await new Promise(setImmediate);
  written.push(writer.write([line(2, "w".repeat(500))]), writer.write([line(3, "no room"), line(4, "nor for this")]));
  await blocker.query("ROLLBACK");
  blocker.release();
  await Promise.all(written);
  await writer.write([line(5, "room again")]);

  const { rows } = await pool.query("SELECT seq, message FROM log_line WHERE run_id = $1 ORDER BY seq", [runId]);
  expect(rows).toEqual([
    { seq: 1, message: "under way" },
    { seq: 2, message: "w".repeat(500) },
    { seq: 3, message: LOG_GAP_MARK },
    { seq: 5, message: "room again" },
  ]);
  expect(reports).toEqual([]);
});
