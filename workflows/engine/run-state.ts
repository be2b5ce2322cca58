import type { Graph } from "@/workflows/engine/graph";
import type { NodePath, RunFailure } from "@/workflows/run/journal-entry";
import type { StepFailure } from "@/workflows/run/step-outcome";
import type { Value } from "@/workflows/run/value";

/** Where one node of a run stands. A node that nothing has reached has no state at all. */
export type NodeState =
  | { readonly status: "ready" }
  | { readonly status: "running"; readonly attempt: number; readonly startedAtMs: number }
  | {
      readonly status: "backing-off";
      readonly attempt: number;
      readonly failure: StepFailure;
      /** Null for at once. */
      readonly resumeAtMs: number | null;
    }
  | {
      readonly status: "succeeded";
      readonly attempt: number;
      readonly output: Value;
      readonly ports: readonly string[];
    }
  | { readonly status: "failed"; readonly attempt: number; readonly failure: StepFailure }
  | { readonly status: "skipped" };

/** An attempt that the run waits to start. */
export type DueAttempt = { readonly attempt: number; readonly notBeforeMs: number | null };

/**
 * What a journal folds to. It is the accumulator of its fold: `applyEntry` changes it in place, at a
 * cost that depends on the node's edges and not on the run's length, and nobody else changes it.
 */
export type RunState = {
  readonly runId: string;
  readonly graph: Graph;
  readonly nodes: Map<NodePath, NodeState>;
  /** Attempts that may start, in the order in which they became due. */
  readonly due: Map<NodePath, DueAttempt>;
  readonly running: Set<NodePath>;
  /** For nodes that wait for their incoming edges: how many are resolved, and how many of those are live. */
  readonly arrivals: Map<string, { resolved: number; live: number }>;
  /** The first step that failed for good. */
  failure: RunFailure | null;
  hasStarted: boolean;
  end: RunEnd | null;
};

/** How a run ended. */
export type RunEnd =
  | { readonly status: "succeeded"; readonly outputPaths: readonly NodePath[] }
  | { readonly status: "failed"; readonly failure: RunFailure };

/** The state of a run of which nothing is recorded. `runId` only seeds the jitter of its retries. */
export function createRunState(graph: Graph, runId: string): RunState {
  return {
    runId,
    graph,
    nodes: new Map(),
    due: new Map(),
    running: new Set(),
    arrivals: new Map(),
    failure: null,
    hasStarted: false,
    end: null,
  };
}
