import { afterAll, beforeAll, expect, test } from "vitest";
import { isDatabaseOutage } from "@/server/database-outage";
import { openDatabase } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const failureOf = (query: Promise<unknown>) => query.then(() => null).catch((error: unknown) => error);

test("a query whose answer does not come fails as an outage, and the next one is answered", async () => {
  const database = openDatabase(db.database.url, { maxConnections: 1, queryTimeoutMs: 100 });
  expect(isDatabaseOutage(await failureOf(database.pool.query("SELECT pg_sleep(1)")))).toBe(true);
  expect(isDatabaseOutage(await failureOf(database.prisma.$queryRaw`SELECT 1 FROM pg_sleep(1)`))).toBe(true);
  expect((await database.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test("a query that gets no connection fails as an outage", async () => {
  const database = openDatabase(db.database.url, { maxConnections: 1, connectTimeoutMs: 1_000 });
  const client = await database.pool.connect();
  expect(isDatabaseOutage(await failureOf(database.pool.query("SELECT 1")))).toBe(true);
  expect(isDatabaseOutage(await failureOf(database.prisma.$queryRaw`SELECT 1`))).toBe(true);
  client.release();
  await database.close();
});
