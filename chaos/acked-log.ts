import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";

/** What the platform has acknowledged, kept outside of it, so that the check does not trust what is checked. */
export type AckedLog = {
  /** Every acknowledged call: its idempotency key and the run's id that was answered. */
  readonly runIdByKey: ReadonlyMap<string, string>;
  /** Returns only when the line is on disk. */
  record(key: string, runId: string): void;
  close(): void;
};

export function createAckedLog(file: string): AckedLog {
  const descriptor = openSync(file, "a", 0o600);
  const runIdByKey = new Map<string, string>();
  return {
    runIdByKey,
    record: (key, runId) => {
      writeSync(descriptor, `${key} ${runId}\n`);
      fdatasyncSync(descriptor);
      runIdByKey.set(key, runId);
    },
    close: () => closeSync(descriptor),
  };
}
