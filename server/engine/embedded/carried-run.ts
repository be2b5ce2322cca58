import type { Graph } from "@/workflows/engine/graph";
import type { RunState } from "@/workflows/engine/run-state";
import type { JsonValue } from "@/workflows/json";
import type { PublishedVersion } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import type { Value } from "@/workflows/run/value";

/** A run in the hands of this process, at an epoch that nobody else has. */
export type CarriedRun = {
  readonly runId: string;
  readonly version: PublishedVersion;
  readonly graph: Graph;
  readonly epoch: number;
  /** When the queue says the run was due; a park compares it to see a wake-up that came in between. */
  readonly dueAtMs: number;
  readonly payload: Value;
  /** The fold of what is recorded. The run's driver alone changes it. */
  readonly state: RunState;
  /** How many entries the journal has. */
  readonly recorded: number;
};

/** An attempt whose start is recorded, so that its effect may begin. */
export type StartedAttempt = { readonly nodePath: string; readonly nodeId: string; readonly attempt: number };

/** What the engine tells whoever waits for a run's answer. Called after the commit of the entries. */
export type CommittedEntries = {
  readonly runId: string;
  readonly version: PublishedVersion;
  readonly entries: readonly JournalEntry[];
};

/** Someone in this process who wants to know at once what others learn from the database. */
export interface CommitObserver {
  onCommitted(committed: CommittedEntries): void;
}

/** Wraps a payload that never left this process. */
export function inlineValue(json: JsonValue): Value {
  return { kind: "inline", json };
}
