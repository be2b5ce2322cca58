import pg from "pg";

const OLDEST_VERSION = 140_000;
const CONNECT_WITHIN_MS = 10_000;

/**
 * Resolves when the server of DATABASE_URL takes connections and is recent enough.
 *
 * @throws Error in one line with the mend, which names the server and never the password
 */
export async function reachDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  // The connection may also break while it is idle, which the query then says.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    if (Number(rows[0]?.server_version_num) < OLDEST_VERSION) {
      throw new Error("Millrace needs PostgreSQL 14 or newer");
    }
  } catch (error) {
    const { host, pathname } = new URL(url);
    // Several addresses of one name fail together, with a message on each and none on the whole.
    const first = error instanceof AggregateError ? error.errors[0] : error;
    const reason = first instanceof Error ? first.message : "no reason was given";
    const where = `${host || "the local socket"}${pathname}`;
    throw new Error(`The database at ${where} cannot be used: ${reason}. Start it, or correct DATABASE_URL.`, {
      cause: error,
    });
  } finally {
    await client.end().catch(() => {});
  }
}
