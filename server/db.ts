import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";

/** One pool for both: `pool` for the hot paths' own SQL, `prisma` for everything else. */
export type Database = {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  readonly url: string;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly maxConnections?: number;
  /** How long a query may wait for a connection. */
  readonly connectTimeoutMs?: number;
  /** How long a query may wait for its answer, for a server that is gone without a word never gives one. */
  readonly queryTimeoutMs?: number;
};

/**
 * Connects lazily; a database that is away is an error of the first query, not of this call. No query
 * waits for ever, and one that waited too long fails as an outage.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { maxConnections = 10, connectTimeoutMs = 8_000, queryTimeoutMs = 10_000 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    url,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
