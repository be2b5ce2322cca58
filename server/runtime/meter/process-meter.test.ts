import { expect, test } from "vitest";
import { parseStatus } from "@/server/runtime/meter/process-meter";

test("counts what a process holds for itself, without the program it shares", () => {
  const status =
    "Name:\tnode\nVmHWM:\t   96604 kB\nVmRSS:\t   60000 kB\nRssAnon:\t 1 kB\nRssFile:\t   36000 kB\nThreads:\t11\n";
  expect(parseStatus(status)).toEqual({ heldBytes: 24_000 * 1_024, peakBytes: 60_604 * 1_024, threads: 11 });
});
