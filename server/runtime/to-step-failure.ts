import type { Locator } from "@/server/runtime/locate-in-sources";
import { toPlainText } from "@/server/runtime/plain-text";
import { type GuestFrame, MESSAGE_LIMIT_CHARS } from "@/server/runtime/protocol";
import type { StepLimits } from "@/workflows/ports";
import type { StepFailure, StepFailureCode } from "@/workflows/run/step-outcome";

/** A frame that ends an invocation. */
export type GuestAnswer = Extract<
  GuestFrame,
  { type: "returned" | "threw" | "load-failed" | "not-serialisable" | "output-too-large" }
>;

/** How an invocation came to its end. */
export type InvocationEnd =
  | { readonly kind: "answered"; readonly answer: GuestAnswer }
  | {
      readonly kind: "killed";
      readonly reason: "timed-out" | "out-of-memory" | "log-flood" | "cancelled" | "bad-frame";
    }
  | { readonly kind: "exited"; readonly exitCode: number | null };

type Failure = { readonly limits: StepLimits; readonly peakMemoryBytes: number; readonly locate: Locator };

const FIRST_SIGNAL_CODE = 128;

/** Says in plain words what happened and what the author can do. */
export function toStepFailure(end: InvocationEnd, about: Failure): StepFailure {
  switch (end.kind) {
    case "answered":
      return toAnsweredFailure(end.answer, about);
    case "killed":
      return toKilledFailure(end.reason, about);
    case "exited":
      return lost(describeExit(end.exitCode));
  }
}

function toAnsweredFailure(answer: GuestAnswer, about: Failure): StepFailure {
  switch (answer.type) {
    case "returned":
      throw new Error("A step that returned has not failed.");
    case "threw":
      return toThrownFailure("threw", answer.error, about);
    case "load-failed":
      return { ...toThrownFailure("load-failed", answer.error, about), retryable: false };
    case "not-serialisable":
      return failure("not-serialisable", toPlainText(answer.message), false);
    case "output-too-large":
      return failure(
        "output-too-large",
        `The output is ${formatMb(answer.sizeBytes)} of JSON; at most 4 MB may be returned. Return less, or store the data elsewhere and return where it is.`,
        false,
      );
  }
}

function toThrownFailure(
  code: StepFailureCode,
  error: Extract<GuestAnswer, { type: "threw" }>["error"],
  { locate }: Failure,
): StepFailure {
  const locations = locate(error.stack);
  const message = toPlainText(error.message).slice(0, MESSAGE_LIMIT_CHARS);
  return {
    code,
    message: code === "load-failed" ? `The workflow's code could not be loaded: ${message}` : message,
    retryable: error.isRetryable,
    ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(locations.length === 0 ? {} : { locations }),
    ...(error.name === null ? {} : { errorName: toPlainText(error.name) }),
  };
}

function toKilledFailure(reason: Extract<InvocationEnd, { kind: "killed" }>["reason"], about: Failure): StepFailure {
  switch (reason) {
    case "timed-out":
      return failure(
        "timed-out",
        `The step did not end within ${formatSeconds(about.limits.wallMs)} and was stopped. Make it faster, or give it a longer timeout.`,
      );
    case "out-of-memory":
      return outOfMemory(about);
    case "log-flood":
      return failure("log-flood", "The step printed more than 64 MB and was stopped. Log less.");
    case "cancelled":
      return failure("cancelled", "The step was cancelled while it ran.", false);
    case "bad-frame":
      return lost("The step wrote to the platform's own channel (file descriptor 3)");
  }
}

function outOfMemory({ limits, peakMemoryBytes }: Failure): StepFailure {
  return failure(
    "out-of-memory",
    `The step ran out of memory: it held ${formatMb(peakMemoryBytes)}, and its limit is ${formatMb(limits.memoryBytes)}. Hold less at once, or give it more memory.`,
  );
}

function lost(what: string): StepFailure {
  return failure("lost", `${what}, so its process was lost. Return a value, or throw an error, instead.`);
}

/** Bubblewrap ends with the code of its child, or with 128 and the number of the signal that ended it. */
function describeExit(exitCode: number | null): string {
  if (exitCode === null) return "The step's process was killed";
  if (exitCode > FIRST_SIGNAL_CODE) return `The step's process died of signal ${exitCode - FIRST_SIGNAL_CODE}`;
  return `The step ended its own process with exit code ${exitCode}`;
}

function failure(code: StepFailureCode, message: string, retryable = true): StepFailure {
  return { code, message, retryable };
}

function formatMb(bytes: number): string {
  const mb = bytes / (1_024 * 1_024);
  return `${mb >= 10 ? Math.round(mb) : mb.toFixed(1)} MB`;
}

function formatSeconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
}
