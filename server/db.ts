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

/** Connects lazily; a database that is away is an error of the first query, not of this call. */
export function openDatabase(url: string, maxConnections = 10): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
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
