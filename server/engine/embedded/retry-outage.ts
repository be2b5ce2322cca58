import { setTimeout as delay } from "node:timers/promises";
import { isDatabaseOutage } from "@/server/database-outage";

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1_000;

/** The delay before the next try while the database is away. Short, for the restart of a database takes a second or two. */
export function outageDelayMs(failures: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
}

/** Repeats something that may be repeated until the database is there to do it, or until `signal` says to stop. */
export async function retryOutage<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await read();
    } catch (error) {
      if (!isDatabaseOutage(error)) throw error;
      await delay(outageDelayMs(failures), undefined, { signal });
    }
  }
}
