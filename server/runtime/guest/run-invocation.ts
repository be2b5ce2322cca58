import { AsyncLocalStorage } from "node:async_hooks";
import { describeThrown } from "@/server/runtime/guest/describe-thrown";
import { serialiseOutput } from "@/server/runtime/guest/serialise-output";
import { createStepContext } from "@/server/runtime/guest/step-context";
import { flushPartialLines, type LogSink } from "@/server/runtime/guest/step-log";
import type { GuestFrame, HostFrame } from "@/server/runtime/protocol";

type InvokeFrame = Extract<HostFrame, { type: "invoke" }>;
export type Program = (input: unknown, ctx: unknown) => unknown;
export type Programs = Readonly<Record<string, Program>>;

export type GuestInvocation = {
  readonly nonce: string;
  readonly sink: LogSink;
  /** Ends the invocation with an error that no promise of it carries. */
  fail(error: unknown): void;
};

const { stringify } = JSON;
const { setTimeout, clearTimeout } = globalThis;

const current = new AsyncLocalStorage<GuestInvocation>();
let active: GuestInvocation | null = null;
let isDirty = false;

/** The invocation whose code is running; null for what an earlier invocation left behind. */
export function findInvocation(): GuestInvocation | null {
  const invocation = current.getStore();
  return invocation !== undefined && invocation === active ? invocation : null;
}

/** Errors of nobody's promise: they end the invocation they belong to, and of a finished one only taint the instance. */
export function handleStrayError(error: unknown): void {
  const invocation = findInvocation();
  if (invocation === null) isDirty = true;
  else invocation.fail(error);
}

/** Runs one step and writes exactly one answer. Never throws. */
export async function runInvocation(
  frame: InvokeFrame,
  program: Program,
  write: (json: string) => void,
): Promise<void> {
  const { nonce } = frame;
  const stray = Promise.withResolvers<never>();
  stray.promise.catch(() => {});
  const invocation: GuestInvocation = {
    nonce,
    sink: createSink(nonce, write),
    fail: (error) => {
      isDirty = true;
      stray.reject(error);
    },
  };
  active = invocation;
  const controller = createDeadline(frame.timeoutMs);
  try {
    const ctx = createStepContext(frame.context, controller.findSignal);
    const output = await Promise.race([current.run(invocation, async () => program(frame.input, ctx)), stray.promise]);
    // In the invocation's own context, as a toJSON may log.
    const answer = current.run(invocation, () => toAnswer(nonce, output));
    flushPartialLines(invocation.sink);
    write(answer);
  } catch (error) {
    flushPartialLines(invocation.sink);
    write(frameOf({ type: "threw", nonce, isDirty, error: describeThrown(error) }));
  } finally {
    active = null;
    controller.end();
  }
}

function toAnswer(nonce: string, output: unknown): string {
  const serialised = serialiseOutput(output);
  switch (serialised.kind) {
    case "json":
      // The value is JSON already: put in as it stands, it is not written twice.
      return `{"type":"returned","nonce":"${nonce}","isDirty":${isDirty},"output":${serialised.json}}`;
    case "refused":
      return frameOf({ type: "not-serialisable", nonce, isDirty, message: serialised.message });
    case "too-large":
      return frameOf({ type: "output-too-large", nonce, isDirty, sizeBytes: serialised.sizeBytes });
  }
}

function createSink(nonce: string, write: (json: string) => void): LogSink {
  return {
    lines: 0,
    bytes: 0,
    partial: new Map(),
    send: (level, message) => write(frameOf({ type: "log", nonce, level, message })),
    flood: () => write(frameOf({ type: "log-flood", nonce })),
  };
}

/** Tells the step by its signal that its time is over, shortly before the platform kills it. */
function createDeadline(timeoutMs: number): { findSignal: () => AbortSignal; end: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error("The step's time is over.")), timeoutMs);
  return { findSignal: () => controller.signal, end: () => clearTimeout(timer) };
}

export function frameOf(frame: GuestFrame): string {
  return stringify(frame);
}
