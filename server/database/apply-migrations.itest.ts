import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyMigrations } from "@/server/database/apply-migrations";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";

let db: TestDatabase;
let folder: string;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "migrations-"));
  await cp("prisma/migrations", folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function addMigration(name: string, sql: string): Promise<void> {
  await cp(path.join(folder, "migration_lock.toml"), path.join(folder, name, "migration_lock.toml"));
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

describe("applyMigrations", () => {
  test("has nothing to do on a migrated database", async () => {
    await expect(applyMigrations(db.url, folder)).resolves.toEqual([]);
  });

  test("leaves nothing of a migration that fails half-way", async () => {
    await addMigration("99990101000000_broken", "CREATE TABLE half (id int); SELECT no_such_function();");
    await expect(applyMigrations(db.url, folder)).rejects.toThrow("99990101000000_broken could not be applied");
    const { rows } = await db.database.pool.query("SELECT to_regclass('half') AS half");
    expect(rows).toEqual([{ half: null }]);
  });

  test("applies a new one once, also when two start at the same time", async () => {
    await addMigration("99990102000000_new", "CREATE TABLE added (id int);");
    const results = await Promise.all([applyMigrations(db.url, folder), applyMigrations(db.url, folder)]);
    expect(results.flat()).toEqual(["99990102000000_new"]);
  });

  test("refuses one that was edited after it was applied", async () => {
    await addMigration("99990102000000_new", "CREATE TABLE added (id bigint);");
    await expect(applyMigrations(db.url, folder)).rejects.toThrow("was edited after it was applied");
  });

  test("refuses a database that a newer build has migrated", async () => {
    await expect(applyMigrations(db.url, folder)).rejects.toThrow("Start a newer Millrace");
  });
});
