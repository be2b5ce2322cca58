import { randomUUID } from "node:crypto";
import { encodeFrame, FrameReader } from "@/server/runtime/frame-reader";
import type { ControlGroup } from "@/server/runtime/meter/control-groups";
import { type Consumption, openProcessMeter, type ProcessMeter } from "@/server/runtime/meter/process-meter";
import { parseGuestFrame } from "@/server/runtime/parse-guest-frame";
import { FRAME_LIMIT_BYTES, type GuestFrame, LOG_FLOOD_BYTES, type LogLevel } from "@/server/runtime/protocol";
import type { GuestAnswer, InvocationEnd } from "@/server/runtime/to-step-failure";
import type { ProcessExit, WalledProcess } from "@/server/runtime/walled-process";
import type { Invocation } from "@/workflows/ports";

export type InstanceCall = {
  readonly invocation: Invocation;
  /** Sent along with the first call to an instance, which then belongs to this bundle for ever. */
  readonly code: string | null;
  readonly onLog: (level: LogLevel, message: string) => void;
  readonly signal: AbortSignal;
};

export type InstanceAnswer = Consumption & {
  readonly end: InvocationEnd;
  readonly wallMs: number;
  /** False when the instance is dead or may hold something that a next call should not meet. */
  readonly isReusable: boolean;
};

type KillReason = Extract<InvocationEnd, { kind: "killed" }>["reason"];

type ActiveCall = {
  readonly call: InstanceCall;
  readonly nonce: string;
  readonly startedAtMs: number;
  readonly settle: (answer: InstanceAnswer) => void;
  readonly reject: (error: unknown) => void;
  readonly timers: readonly NodeJS.Timeout[];
  readonly onAbort: () => void;
  receivedBytes: number;
  killReason: KillReason | null;
};

/** Between the step's signal and its end by force, so that it can say goodbye to whom it was talking to. */
const KILL_GRACE_MS = 100;
const WATCH_INTERVAL_MS = 25;
/** After an answer this close to its limit, the next call starts in an instance that has room. */
const RECYCLE_AT_SHARE_OF_LIMIT = 0.8;

/**
 * One process and what is known about it. Serves one call at a time, and only ever calls of one
 * bundle of one workspace: the pool sees to that.
 */
export class Instance {
  readonly memoryBytes: number;
  readonly exited: Promise<ProcessExit>;
  invocations = 0;
  readonly #process: WalledProcess;
  readonly #meter: ProcessMeter;
  readonly #group: ControlGroup | null;
  readonly #reader = new FrameReader(FRAME_LIMIT_BYTES);
  /** Those that Node itself has, its pool for file and name look-ups included. */
  readonly #threads: number;
  #active: ActiveCall | null = null;
  #hasExited = false;

  constructor(process: WalledProcess, group: ControlGroup | null, memoryBytes: number) {
    this.#process = process;
    this.#group = group;
    this.#meter = openProcessMeter(process.findPid(), group);
    this.#threads = this.#meter.sample().threads;
    this.memoryBytes = memoryBytes;
    process.channel.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.exited = process.exited.then((exit) => {
      this.#hasExited = true;
      this.#settleExit(exit);
      this.#meter.close();
      group?.remove();
      return exit;
    });
  }

  get isAlive(): boolean {
    return !this.#hasExited;
  }

  /** Runs one step. Whatever becomes of the process then is an end like any other, no rejection. */
  invoke(call: InstanceCall): Promise<InstanceAnswer> {
    if (this.#hasExited) throw new Error("An instance died before it could take a call.");
    const { invocation, signal } = call;
    const nonce = randomUUID();
    this.invocations += 1;
    this.#meter.begin();
    return new Promise((settle, reject) => {
      const onAbort = () => this.#kill("cancelled");
      const { wallMs } = invocation.limits;
      const timers = [
        setTimeout(() => this.#kill("timed-out"), wallMs + KILL_GRACE_MS),
        setInterval(() => this.#watchMemory(), WATCH_INTERVAL_MS),
      ];
      const startedAtMs = performance.now();
      this.#active = { call, nonce, startedAtMs, settle, reject, timers, onAbort, receivedBytes: 0, killReason: null };
      if (call.code !== null) this.#process.channel.write(encodeFrame({ type: "load", code: call.code }));
      const { input, context } = invocation;
      const { nodeId } = context;
      this.#process.channel.write(encodeFrame({ type: "invoke", nonce, nodeId, timeoutMs: wallMs, context, input }));
      if (signal.aborted) onAbort();
      else signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Ends the process and everything in its namespace. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.exited;
  }

  #receive(chunk: Buffer): void {
    const active = this.#active;
    // Between two calls the harness blocks in a read: whoever speaks then is not the harness.
    if (active === null) this.#process.kill();
    if (active === null || active.killReason !== null) return;
    active.receivedBytes += chunk.length;
    const texts = this.#reader.read(chunk);
    if (active.receivedBytes > LOG_FLOOD_BYTES) this.#kill("log-flood");
    else if (texts === null) this.#kill("bad-frame");
    else for (const text of texts) this.#take(parseGuestFrame(text));
  }

  #take(frame: GuestFrame | null): void {
    const active = this.#active;
    if (active === null || active.killReason !== null) return;
    if (frame === null || frame.type === "ready" || frame.nonce !== active.nonce) this.#kill("bad-frame");
    else if (frame.type === "log") this.#log(frame.level, frame.message, active);
    else if (frame.type === "log-flood") this.#kill("log-flood");
    else this.#takeAnswer(frame, active);
  }

  /** A log that cannot be kept is our failure, not the step's: the call rejects. */
  #log(level: LogLevel, message: string, { call, reject }: ActiveCall): void {
    try {
      call.onLog(level, message);
    } catch (error) {
      this.#kill("cancelled");
      reject(error);
    }
  }

  #takeAnswer(answer: GuestAnswer, { startedAtMs, call }: ActiveCall): void {
    // An answer between the deadline and the kill is late all the same.
    if (performance.now() - startedAtMs > call.invocation.limits.wallMs) {
      this.#kill("timed-out");
      return;
    }
    const consumption = this.#meter.end();
    const { heldBytes, threads } = consumption;
    const isDirty = answer.type === "load-failed" || answer.isDirty;
    const isFull = heldBytes > this.memoryBytes * RECYCLE_AT_SHARE_OF_LIMIT;
    // A worker that the step left behind would go on while nobody pays for it.
    const hasWorkers = threads > this.#threads;
    this.#settle({ kind: "answered", answer }, consumption, !isDirty && !isFull && !hasWorkers);
  }

  #watchMemory(): void {
    if (this.#meter.sample().heldBytes > this.memoryBytes) this.#kill("out-of-memory");
  }

  /** The call settles when the process is really gone, by `#settleExit`. */
  #kill(reason: KillReason): void {
    const active = this.#active;
    if (active === null || active.killReason !== null) return;
    active.killReason = reason;
    this.#meter.sample();
    this.#process.kill();
  }

  #settleExit(exit: ProcessExit): void {
    const active = this.#active;
    if (active === null) return;
    this.#settle(this.#explainExit(active, exit), this.#meter.end(), false);
  }

  #explainExit(active: ActiveCall, exit: ProcessExit): InvocationEnd {
    const wasOutOfMemory = exit.ranOutOfHeap || this.#group?.wasOutOfMemory() === true;
    if (wasOutOfMemory && active.killReason !== "cancelled") return { kind: "killed", reason: "out-of-memory" };
    if (active.killReason !== null) return { kind: "killed", reason: active.killReason };
    // A step that waits for nothing that can still happen ends with the timer of its own signal.
    const isLate = performance.now() - active.startedAtMs > active.call.invocation.limits.wallMs;
    return isLate ? { kind: "killed", reason: "timed-out" } : { kind: "exited", exitCode: exit.exitCode };
  }

  #settle(end: InvocationEnd, consumption: Consumption, isReusable: boolean): void {
    const active = this.#active;
    if (active === null) return;
    this.#active = null;
    const [deadline, watch] = active.timers;
    clearTimeout(deadline);
    clearInterval(watch);
    active.call.signal.removeEventListener("abort", active.onAbort);
    const { cpuMs, peakMemoryBytes } = consumption;
    const wallMs = performance.now() - active.startedAtMs;
    active.settle({ end, wallMs, cpuMs, peakMemoryBytes, isReusable });
  }
}
