import { fork } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/server/database/embedded-postgres";

let folder: string;
let started: EmbeddedPostgres[];

beforeEach(async () => {
  // Closed to every other account, as the home of root is.
  folder = await mkdtemp(path.join(tmpdir(), "millrace-pg-test-"));
  started = [];
});

afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, "postgres"), onLine: () => {} });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("keeps its rows from one start to the next, in a folder that is closed to its account", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  await expect(query(second.url, "SELECT one FROM kept")).resolves.toEqual([{ one: 1 }]);
});

test("takes over a server that is already running on the folder", async () => {
  const first = await start();
  const second = await start();
  expect(second.pid).toBe(first.pid);
  await expect(query(second.url, "SELECT 1 AS one")).resolves.toEqual([{ one: 1 }]);
});

test("recovers what was committed before the server was killed", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => isAlive(first.pid)).toBe(false);
  const second = await start();
  await expect(query(second.url, "SELECT one FROM kept")).resolves.toEqual([{ one: 1 }]);
});

test("ends by itself when the process that started it is killed", async () => {
  const starter = fork(path.resolve("server/testing/start-postgres.ts"), [path.join(folder, "postgres")], {
    execArgv: ["--import", path.resolve("scripts/register-typescript.mjs")],
  });
  const pid = await new Promise<number>((resolve) => starter.once("message", (message) => resolve(Number(message))));
  starter.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test("begins again where a first start was killed half-way", async () => {
  await mkdir(path.join(folder, "postgres.unfinished"));
  await writeFile(path.join(folder, "postgres.unfinished", "PG_VERSION"), "18");
  const server = await start();
  await expect(query(server.url, "SELECT 1 AS one")).resolves.toEqual([{ one: 1 }]);
});

test("syncs every commit to disk and repairs torn pages", async () => {
  const server = await start();
  const settings = "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') ORDER BY name";
  await expect(query(server.url, settings)).resolves.toEqual([
    { name: "fsync", setting: "on" },
    { name: "full_page_writes", setting: "on" },
  ]);
});
