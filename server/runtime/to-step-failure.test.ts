import { expect, test } from "vitest";
import { type InvocationEnd, toStepFailure } from "@/server/runtime/to-step-failure";
import type { StepFailure } from "@/workflows/run/step-outcome";

const MB = 1_024 * 1_024;
const limits = { wallMs: 1_500, memoryBytes: 128 * MB };
const place = { nodeId: "charge", line: 3, column: 9 };
const error = { name: "TypeError", message: "bad\u0000 card", stack: "s", isRetryable: true, retryAfterMs: null };

function explain(end: InvocationEnd): StepFailure {
  return toStepFailure(end, { limits, peakMemoryBytes: 130 * MB, locate: () => [place] });
}

test("tells what was thrown, and where", () => {
  expect(explain({ kind: "answered", answer: { type: "threw", nonce: "n", isDirty: false, error } })).toEqual({
    code: "threw",
    message: "bad card",
    retryable: true,
    errorName: "TypeError",
    locations: [place],
  });
});

test("honours the author's wishes for another attempt", () => {
  const wishes = { ...error, isRetryable: false, retryAfterMs: 2_000 };
  expect(
    explain({ kind: "answered", answer: { type: "threw", nonce: "n", isDirty: false, error: wishes } }),
  ).toMatchObject({ retryable: false, retryAfterMs: 2_000 });
});

test.each<[string, InvocationEnd, Partial<StepFailure>, RegExp]>([
  ["a deadline", { kind: "killed", reason: "timed-out" }, { code: "timed-out", retryable: true }, /within 1\.5 s/],
  ["too much memory", { kind: "killed", reason: "out-of-memory" }, { code: "out-of-memory" }, /130 MB.*128 MB/],
  ["a flood", { kind: "killed", reason: "log-flood" }, { code: "log-flood" }, /64 MB/],
  ["a cancelled call", { kind: "killed", reason: "cancelled" }, { code: "cancelled", retryable: false }, /cancelled/],
  ["noise on the channel", { kind: "killed", reason: "bad-frame" }, { code: "lost" }, /file descriptor 3/],
  ["process.exit", { kind: "exited", exitCode: 3 }, { code: "lost", retryable: true }, /exit code 3/],
  ["a crash", { kind: "exited", exitCode: 139 }, { code: "lost" }, /signal 11/],
  ["a kill from outside", { kind: "exited", exitCode: null }, { code: "lost" }, /was killed/],
  [
    "a bundle that does not load",
    { kind: "answered", answer: { type: "load-failed", nonce: "n", error } },
    { code: "load-failed", retryable: false },
    /could not be loaded: bad card/,
  ],
  [
    "an output that is too large",
    { kind: "answered", answer: { type: "output-too-large", nonce: "n", isDirty: false, sizeBytes: 5 * MB } },
    { code: "output-too-large", retryable: false },
    /5\.0 MB.*at most 4 MB/,
  ],
  [
    "an output that is no JSON",
    {
      kind: "answered",
      answer: { type: "not-serialisable", nonce: "n", isDirty: false, message: "output.f is a function" },
    },
    { code: "not-serialisable", retryable: false },
    /output\.f/,
  ],
])("explains %s", (_name, end, expected, message) => {
  const failure = explain(end);
  expect(failure).toMatchObject(expected);
  expect(failure.message).toMatch(message);
});
