import { availableParallelism, totalmem } from "node:os";

export type RuntimeSettings = {
  /** Of the whole machine, blanks included. What comes beyond waits its turn. */
  readonly maxInstances: number;
  readonly maxInstancesPerBundle: number;
  /** Instances started ahead without any code. Each holds about 20 MB of its own. */
  readonly blankPoolSize: number;
  /** The memory limit that blanks are made for; other limits start cold. */
  readonly blankMemoryBytes: number;
  /** How long an instance waits for a next call before it ends. */
  readonly idleMs: number;
  readonly maxInvocationsPerInstance: number;
  /** How long a call waits for a busy instance of its bundle before another one may be started. */
  readonly scaleOutAfterMs: number;
  /** How quiet it must have been before a blank is started, so that refilling delays nobody. */
  readonly refillDelayMs: number;
  readonly maxConcurrentStarts: number;
};

const MB = 1_024 * 1_024;
/** What an instance holds for itself in common use. */
const COMMON_INSTANCE_BYTES = 64 * MB;

/** Half of the memory may go to instances, and a quarter of them to one bundle. */
export function defaultRuntimeSettings(): RuntimeSettings {
  const maxInstances = Math.min(256, Math.max(8, Math.floor(totalmem() / 2 / COMMON_INSTANCE_BYTES)));
  return {
    maxInstances,
    maxInstancesPerBundle: Math.min(32, Math.max(4, Math.floor(maxInstances / 4))),
    blankPoolSize: 1,
    blankMemoryBytes: 128 * MB,
    idleMs: 60_000,
    maxInvocationsPerInstance: 10_000,
    scaleOutAfterMs: 25,
    refillDelayMs: 500,
    maxConcurrentStarts: Math.max(2, availableParallelism()),
  };
}
