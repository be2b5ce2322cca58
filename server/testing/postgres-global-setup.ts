import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/server/database/apply-migrations";
import { startEmbeddedPostgres } from "@/server/database/embedded-postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** A server's URL with `{database}` where the database's name goes. */
    readonly postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole test run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-test-"));
  // PostgreSQL steps down from root and must be able to pass through.
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "pg"), onLine: () => {} });
  // The database `millrace` is the template: migrated once, and connected to by nobody afterwards.
  await applyMigrations(postgres.url, path.resolve("prisma/migrations"));
  project.provide("postgresUrl", postgres.urlOf("{database}"));
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
