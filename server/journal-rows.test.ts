import { expect, test } from "vitest";
import { fromJournalRow, type JournalRow, toJournalParameters } from "@/server/journal-rows";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import { failed, runStarted, started, succeeded } from "@/workflows/testing/builders";

const lost = { ...failed("a"), usage: null } as JournalEntry;
const failure = { code: "threw", message: "boom", retryable: true } as const;

test.each<[string, JournalEntry]>([
  ["a start", runStarted()],
  ["an attempt's start", started("a", 3)],
  ["a success", succeeded("a", { attempt: 2, output: { text: "\u0000\ud800" }, ports: ["yes"] })],
  ["a failure", failed("a", 2, { retryAfterMs: 70, locations: [{ nodeId: "a", line: 2, column: 3 }] })],
  ["a lost attempt", lost],
  ["a run's success", { type: "run-succeeded", atMs: 11, outputPaths: ["a", "b"] }],
  ["a run's failure", { type: "run-failed", atMs: 11, failure: { nodePath: "a", failure } }],
])("%s comes back as it was written", (_what, entry) => {
  expect(fromJournalRow(toRow(entry))).toEqual(entry);
});

/** The row that PostgreSQL would give for these parameters. */
function toRow(entry: JournalEntry): JournalRow {
  const [runId, seq, type, nodePath, attempt, atMs, data, wallMs, cpuMs, memory, startKind, startMs] =
    toJournalParameters([{ runId: "r", seq: 1, entry }]).map((column) => column[0]);
  return {
    run_id: runId,
    seq,
    type,
    node_path: nodePath,
    attempt,
    at_ms: atMs,
    data: typeof data === "string" ? JSON.parse(data) : null,
    wall_ms: wallMs,
    cpu_ms: cpuMs,
    peak_memory_bytes: memory,
    start_kind: startKind,
    start_ms: startMs,
  } as JournalRow;
}
