import type { ChildProcess } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import { CHANNEL_INDEX, INFO_INDEX, STDERR_INDEX, type Walls } from "@/server/runtime/walls/create-walls";

export type ProcessExit = { readonly exitCode: number | null; readonly ranOutOfHeap: boolean };

/** A Node process behind the walls, with the socket it is spoken to over. */
export interface WalledProcess {
  readonly channel: Duplex;
  /** Resolves once everything in it is dead, whoever ended it. */
  readonly exited: Promise<ProcessExit>;
  /** The process' id as the platform sees it, known once it has said its first word. */
  findPid(): number;
  kill(): void;
  /** The beginning of what it wrote to standard error, for diagnosis. */
  readErrors(): string;
}

const ERRORS_LIMIT_BYTES = 8 * 1_024;
const HANG_UP_BYTES = 1_024 * 1_024;
const outOfHeap = /(?:FATAL ERROR|Fatal)[^\n]*(?:heap out of memory|allocation failed|OOM)/i;
/** Bubblewrap's own end trails the end of what it walls in by a moment. */
const EXIT_CODE_OF_KILL = 137;

export function startWalledProcess(walls: Walls, nodeFlags: readonly string[]): WalledProcess {
  const child = walls.start(nodeFlags);
  const errors = collectText(streamOf<Readable>(child, STDERR_INDEX), ERRORS_LIMIT_BYTES);
  const info = walls.hasInfo ? collectText(streamOf<Readable>(child, INFO_INDEX), ERRORS_LIMIT_BYTES) : null;
  const channel = streamOf<Duplex>(child, CHANNEL_INDEX);
  // A write to a process that has just died; its exit tells the story.
  channel.on("error", () => {});

  let startError = "";
  let isGone = false;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("error", (error) => {
      isGone = true;
      startError = error.message;
      resolve({ exitCode: null, ranOutOfHeap: false });
    });
    child.once("close", (code, signal) => {
      isGone = true;
      const exitCode = code === EXIT_CODE_OF_KILL || signal !== null ? null : code;
      resolve({ exitCode, ranOutOfHeap: outOfHeap.test(errors()) });
    });
  });

  const findPid = (): number => {
    const pid = info === null ? child.pid : readChildPid(info());
    if (pid === undefined) throw new Error(`An instance did not tell its process id: ${errors()}`);
    return pid;
  };
  return {
    channel,
    exited,
    findPid,
    kill: () => {
      if (isGone) return;
      const pid = info === null ? undefined : readChildPid(info());
      // The inner one first: it is the init of its namespace, and everything in there dies with it.
      if (pid !== undefined) killIfThere(pid);
      child.kill("SIGKILL");
      channel.destroy();
    },
    readErrors: () => startError || errors(),
  };
}

function streamOf<T>(child: ChildProcess, index: number): T {
  const stream = child.stdio[index];
  if (stream === null || stream === undefined) throw new Error(`A process was started without descriptor ${index}.`);
  // safety: createWalls starts every process with pipes at these indexes.
  return stream as T;
}

/** Keeps the beginning, reads on so that the writer does not block, and hangs up on a flood. */
function collectText(stream: Readable, limitBytes: number): () => string {
  let text = "";
  let receivedBytes = 0;
  stream.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.length;
    if (receivedBytes > HANG_UP_BYTES) stream.destroy();
    if (text.length < limitBytes) text += chunk.toString("latin1").slice(0, limitBytes - text.length);
  });
  stream.on("error", () => {});
  return () => text;
}

function readChildPid(info: string): number | undefined {
  const pid = /"child-pid":\s*(\d+)/.exec(info)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself just before.
  }
}
