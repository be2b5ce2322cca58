import type { StepFailure } from "@/workflows/run/step-outcome";
import type { StepUsage } from "@/workflows/run/step-usage";
import type { Value } from "@/workflows/run/value";

/**
 * Names one place in one run: `nodeId`, or `scope/iteration/nodeId` inside a loop. Journal keys are
 * built from it, never from a position or a time.
 */
export type NodePath = string;

/** Why a run failed: the step that could not be saved, and its last failure. */
export type RunFailure = { readonly nodePath: NodePath; readonly failure: StepFailure };

/** One fact of a run. Append only; a run's state is the fold of its entries. */
export type JournalEntry =
  | { readonly type: "run-started"; readonly atMs: number; readonly triggerNodeId: string }
  | { readonly type: "attempt-started"; readonly atMs: number; readonly nodePath: NodePath; readonly attempt: number }
  | {
      readonly type: "attempt-succeeded";
      readonly atMs: number;
      readonly nodePath: NodePath;
      readonly attempt: number;
      readonly output: Value;
      /** The output ports that the run goes on from. */
      readonly ports: readonly string[];
      readonly usage: StepUsage;
    }
  | {
      readonly type: "attempt-failed";
      readonly atMs: number;
      readonly nodePath: NodePath;
      readonly attempt: number;
      readonly failure: StepFailure;
      /** Null when the process that could have measured it is gone. */
      readonly usage: StepUsage | null;
    }
  | { readonly type: "run-succeeded"; readonly atMs: number; readonly outputPaths: readonly NodePath[] }
  | { readonly type: "run-failed"; readonly atMs: number; readonly failure: RunFailure };
