/** Classes of SQLSTATE that say nothing about the statement: connection, conflict, resources, intervention, system. */
const outageClasses = new Set(["08", "40", "53", "57", "58"]);
/** Prisma's own names for a database that cannot be reached or a pool that is exhausted. */
const prismaOutages = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"]);
/** What `pg` says, without a code, of a connection that is gone, silent, or could not be had. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying|Query read timeout)/;

/**
 * Whether a statement failed because the database was away, overloaded or in conflict, so that the same
 * statement may succeed later. After a lost connection nobody knows whether it was committed.
 */
export function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (lostConnection.test(error.message) || "syscall" in error) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (prismaOutages.has(code)) return true;
  if (/^[0-9A-Z]{5}$/.test(code) && "severity" in error) return outageClasses.has(code.slice(0, 2));
  return error.cause !== undefined && isDatabaseOutage(error.cause);
}
