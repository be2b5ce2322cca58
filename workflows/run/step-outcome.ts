import type { JsonValue } from "@/workflows/json";
import type { StepUsage } from "@/workflows/run/step-usage";

export const stepFailureCodes = [
  "threw",
  "timed-out",
  "out-of-memory",
  "output-too-large",
  "not-serialisable",
  "log-flood",
  "invalid-result",
  "load-failed",
  "cancelled",
  "lost",
] as const;

/** What went wrong, in one word that programs can match on. */
export type StepFailureCode = (typeof stepFailureCodes)[number];

/** A place in the author's own source, never in ours. Lines and columns count from 1. */
export type SourceLocation = { readonly nodeId: string; readonly line: number; readonly column: number };

/** A mistake of the step's author, or a loss of its process. A value: it is recorded, and retried by policy. */
export type StepFailure = {
  readonly code: StepFailureCode;
  readonly message: string;
  /** False when the author said so, or when trying again cannot help. */
  readonly retryable: boolean;
  /** The author's wish for the time until the next attempt. */
  readonly retryAfterMs?: number;
  /** Where in the author's code it happened, innermost first. */
  readonly locations?: readonly SourceLocation[];
  /** The name of the thrown error's class. */
  readonly errorName?: string;
};

/** A failed step still used resources, so usage is on both arms. */
export type StepOutcome =
  | { readonly ok: true; readonly output: JsonValue; readonly usage: StepUsage }
  | { readonly ok: false; readonly failure: StepFailure; readonly usage: StepUsage };
