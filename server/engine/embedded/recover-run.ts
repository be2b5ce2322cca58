import { lostFailure } from "@/server/engine/embedded/run-attempt";
import type { RunState } from "@/workflows/engine/run-state";
import type { JournalEntry } from "@/workflows/run/journal-entry";

/** What a new owner adds to the journal: an end for every attempt that an owner before began and did not end. */
export function recordLostAttempts(state: RunState, nowMs: number): readonly JournalEntry[] {
  return [...state.running].map((nodePath) => {
    const node = state.nodes.get(nodePath);
    if (node?.status !== "running") throw new Error(`"${nodePath}" is not running in run "${state.runId}".`);
    const { attempt } = node;
    return { type: "attempt-failed", atMs: nowMs, nodePath, attempt, failure: lostFailure, usage: null };
  });
}
