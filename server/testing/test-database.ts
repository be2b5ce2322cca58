import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "@/server/db";

export type TestDatabase = {
  readonly database: Database;
  readonly url: string;
  /** Ends every connection to it, as a restart of the server does, from outside of them. */
  cutConnections(): Promise<void>;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};

/** A migrated, empty database of one's own: a copy of the template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE millrace`);
  const url = urlOf(name);
  const database = openDatabase(url);
  return {
    database,
    url,
    cutConnections: () =>
      administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`),
    drop: async () => {
      await database.close();
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf("postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  return inject("postgresUrl").replace("%7Bdatabase%7D", database).replace("{database}", database);
}
