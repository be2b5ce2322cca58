import type { StartedAttempt } from "@/server/engine/embedded/carried-run";
import { decide } from "@/workflows/engine/decide";
import { applyEntry } from "@/workflows/engine/fold";
import type { RunState } from "@/workflows/engine/run-state";
import type { JournalEntry } from "@/workflows/run/journal-entry";

export type NextMoves = {
  /** What the decisions add to the journal. */
  readonly entries: readonly JournalEntry[];
  /** Attempts to begin once the entries are committed. */
  readonly starts: readonly StartedAttempt[];
  /** The nearest time at which something that has to wait may start. */
  readonly nextAtMs: number | null;
};

/**
 * Turns the kernel's commands into entries as far as their time has come, and takes the entries into
 * the state. Without `mayStart` a run can end, but no attempt begins.
 */
export function takeNextMoves(state: RunState, nowMs: number, mayStart: boolean): NextMoves {
  const entries: JournalEntry[] = [];
  const starts: StartedAttempt[] = [];
  let nextAtMs: number | null = null;

  for (const command of decide(state)) {
    if (command.type === "succeed-run") {
      entries.push({ type: "run-succeeded", atMs: nowMs, outputPaths: command.outputPaths });
    } else if (command.type === "fail-run") {
      entries.push({ type: "run-failed", atMs: nowMs, failure: command.failure });
    } else if (!mayStart) {
      // Left for whoever carries the run next.
    } else if (command.notBeforeMs !== null && command.notBeforeMs > nowMs) {
      nextAtMs = Math.min(command.notBeforeMs, nextAtMs ?? Number.POSITIVE_INFINITY);
    } else {
      const { nodePath, nodeId, attempt } = command;
      entries.push({ type: "attempt-started", atMs: nowMs, nodePath, attempt });
      starts.push({ nodePath, nodeId, attempt });
    }
  }
  for (const entry of entries) applyEntry(state, entry);
  return { entries, starts, nextAtMs };
}
