import { spawn } from "node:child_process";

export type Limits = {
  readonly wallMs: number;
  readonly cpuSec: number;
  readonly memoryMb: number;
  readonly outputBytes: number;
};

/** How long a compile may go on. */
export type CompileBounds = { readonly signal: AbortSignal; readonly timeLimitMs: number };

export type LimitedCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input: string;
  readonly limits: Limits;
  /** Ends the process when aborted. */
  readonly signal: AbortSignal;
};

/** `stopped` is a process that we ended: its time was up, or it wrote too much. */
export type LimitedResult =
  | { readonly kind: "exited"; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "stopped"; readonly reason: "time" | "output" | "signal" };

const STDERR_BYTES = 4_096;
/** The limits are set by the shell that the command then replaces, so they hold from its first instruction. */
const withLimits = 'ulimit -c 0 && ulimit -t "$1" && ulimit -d "$2" && shift 2 && exec "$@"';

/**
 * Runs a program over input that may be hostile: no environment, a cap on its memory, its processor
 * time, its wall time and its output, and its whole process group killed when it ends or overruns.
 */
export function runLimited({ command, args, cwd, input, limits, signal }: LimitedCommand): Promise<LimitedResult> {
  const shellArgs = ["-c", withLimits, "sh", String(limits.cpuSec), String(limits.memoryMb * 1_024), command, ...args];

  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", shellArgs, {
      cwd,
      env: { NODE_ENV: "production", GOMAXPROCS: "2" },
      detached: true,
    });
    const stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let stderr = "";
    let stopped: "time" | "output" | "signal" | null = null;

    const stop = (reason: "time" | "output" | "signal") => {
      stopped ??= reason;
      killGroup(child.pid);
    };
    const onAbort = () => stop("signal");
    const timer = setTimeout(() => stop("time"), limits.wallMs);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();

    child.stdout.on("data", (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes > limits.outputBytes) stop("output");
      else stdout.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < STDERR_BYTES) stderr += chunk.toString("utf8", 0, STDERR_BYTES);
    });
    // A program that ends without reading its input is known by its exit code.
    child.stdin.on("error", () => {});
    child.stdin.end(input);

    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      killGroup(child.pid);
    };
    child.on("error", (error) => {
      settle();
      reject(new Error(`Cannot run ${command}.`, { cause: error }));
    });
    child.on("close", (code) => {
      settle();
      if (stopped !== null) resolve({ kind: "stopped", reason: stopped });
      else resolve({ kind: "exited", code, stdout: Buffer.concat(stdout).toString("utf8"), stderr });
    });
  });
}

/** The group outlives its leader when the leader had children of its own. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
