import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { FrameReader } from "@/server/runtime/frame-reader";
import { Instance } from "@/server/runtime/instance";
import type { ControlGroupFactory } from "@/server/runtime/meter/control-groups";
import { parseGuestFrame } from "@/server/runtime/parse-guest-frame";
import { startWalledProcess, type WalledProcess } from "@/server/runtime/walled-process";
import type { Walls } from "@/server/runtime/walls/create-walls";

/** Starts a blank instance: walled, measured, its harness warmed up, and without any code of a user. */
export type StartInstance = (memoryBytes: number, signal: AbortSignal) => Promise<Instance>;

const START_TIMEOUT_MS = 20_000;
const MB = 1_024 * 1_024;
/** Of the limit, what the JavaScript heap may take; the rest is for buffers, stacks and Node itself. */
const HEAP_SHARE = 0.85;
const SEMI_SPACE_SHARE = 1 / 32;
const NICENESS = 5;
const FIRST_TO_GO = "1000";
const READY_FRAME_LIMIT_BYTES = 1_024;

export function createInstanceStarter(walls: Walls, findGroup: ControlGroupFactory): StartInstance {
  return async (memoryBytes, signal) => {
    const started = startWalledProcess(walls, nodeFlags(memoryBytes));
    await waitUntilReady(started, signal);
    const group = findGroup?.() ?? null;
    try {
      yieldToPlatform(started.findPid());
      group?.add(started.findPid());
      group?.limitMemory(memoryBytes);
      return new Instance(started, group, memoryBytes);
    } catch (error) {
      started.kill();
      await started.exited;
      group?.remove();
      throw error;
    }
  };
}

function nodeFlags(memoryBytes: number): readonly string[] {
  const limitMb = memoryBytes / MB;
  return [
    // No signal may open the inspector.
    "--disable-sigusr1",
    "--no-addons",
    // One helper thread: instances are many, cores are few.
    "--v8-pool-size=1",
    `--max-old-space-size=${Math.max(32, Math.round(limitMb * HEAP_SHARE))}`,
    `--max-semi-space-size=${Math.min(16, Math.max(1, Math.round(limitMb * SEMI_SPACE_SHARE)))}`,
  ];
}

/**
 * Steps that burn CPU must not keep the platform, or the database, from serving the others. And where
 * the limits of all together are more than the machine has, the kernel takes a step first.
 */
function yieldToPlatform(pid: number): void {
  setPriority(pid, NICENESS);
  writeFileSync(`/proc/${pid}/oom_score_adj`, FIRST_TO_GO);
}

/** Waits for the harness' first frame. No code of a user has run before it. */
async function waitUntilReady(started: WalledProcess, signal: AbortSignal): Promise<void> {
  const stopWaiting = new AbortController();
  const timer = setTimeout(started.kill, START_TIMEOUT_MS);
  signal.addEventListener("abort", started.kill, { once: true });
  const died = started.exited.then(() => {
    throw new Error(`An instance ended before it was ready: ${started.readErrors().trim() || "it said nothing"}`);
  });
  try {
    const reader = new FrameReader(READY_FRAME_LIMIT_BYTES);
    for (;;) {
      const [chunk] = await Promise.race([once(started.channel, "data", { signal: stopWaiting.signal }), died]);
      const frames = reader.read(chunk);
      if (frames?.length === 0) continue;
      if (frames?.[0] !== undefined && parseGuestFrame(frames[0])?.type === "ready") return;
      started.kill();
      throw new Error("An instance did not begin with its ready frame.");
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", started.kill);
    stopWaiting.abort();
    died.catch(() => {});
  }
}
