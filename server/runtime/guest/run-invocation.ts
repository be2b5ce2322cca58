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

/**
 * The invocation that what is running belongs to; null for what an earlier one left behind. What was
 * set up while the bundle was loaded belongs to none, and so to whichever is served.
 */
export function findInvocation(): GuestInvocation | null {
  const invocation = current.getStore() ?? active;
  return invocation === active ? invocation : null;
}

/** Errors of nobody's promise end the invocation they belong to; those of no or a finished one taint the instance. */
export function handleStrayError(error: unknown): void {
  const invocation = current.getStore();
  if (invocation !== undefined && invocation === active) invocation.fail(error);
  else isDirty = true;
}

/** Runs one step and writes exactly one answer. Never throws. */
export async function runInvocation(
  frame: InvokeFrame,
  load: () => Promise<Program>,
  write: (json: string) => void,
): Promise<void> {
  const { nonce } = frame;
  const stray = Promise.withResolvers<never>();
  stray.promise.catch(() => {});
  const fail = (error: unknown): void => {
    isDirty = true;
    stray.reject(error);
  };
  const invocation: GuestInvocation = { nonce, sink: createSink(nonce, write), fail };
  active = invocation;
  const deadline = createDeadline(frame.timeoutMs);
  const answer = await findAnswer(frame, { load, invocation, stray: stray.promise, findSignal: deadline.findSignal });
  flushPartialLines(invocation.sink);
  write(answer);
  active = null;
  deadline.end();
}

type Surroundings = {
  readonly load: () => Promise<Program>;
  readonly invocation: GuestInvocation;
  readonly stray: Promise<never>;
  readonly findSignal: () => AbortSignal;
};

async function findAnswer(frame: InvokeFrame, { load, invocation, stray, findSignal }: Surroundings): Promise<string> {
  const { nonce } = frame;
  let program: Program;
  try {
    program = await load();
  } catch (error) {
    return frameOf({ type: "load-failed", nonce, error: describeThrown(error) });
  }
  try {
    const ctx = createStepContext(frame.context, findSignal);
    const output = await Promise.race([current.run(invocation, async () => program(frame.input, ctx)), stray]);
    // In the invocation's own context, as a toJSON may log.
    return current.run(invocation, () => toAnswer(nonce, output));
  } catch (error) {
    return frameOf({ type: "threw", nonce, isDirty, error: describeThrown(error) });
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

function frameOf(frame: GuestFrame): string {
  return stringify(frame);
}
