import type { RunChange, RunChanges } from "@/workflows/ports";

/** A reader so far behind reads the whole list anyway, so the oldest hints may go. */
const MOST_WAITING = 1_000;

export type GatheredChanges = {
  /** The latest change of each run that changed since the last call. Waits for one, but no longer than this. */
  take(timeoutMs: number): Promise<readonly RunChange[]>;
  /** Gathers no more. Who is waiting waits no longer. */
  stop(): void;
};

/** Gathers changes from this very moment until it is stopped, one for each run however often it changes. */
export function gatherRunChanges(
  changes: RunChanges,
  isWanted: (change: RunChange) => boolean,
  signal: AbortSignal,
): GatheredChanges {
  const waiting = new Map<string, RunChange>();
  let wake = () => {};

  const unsubscribe = changes.subscribe((change) => {
    if (!isWanted(change)) return;
    // Deleted first, so that the map stays in the order of the latest changes.
    waiting.delete(change.runId);
    waiting.set(change.runId, change);
    const [oldest] = waiting.keys();
    if (waiting.size > MOST_WAITING && oldest !== undefined) waiting.delete(oldest);
    wake();
  });
  let isStopped = false;
  const stop = () => {
    if (isStopped) return;
    isStopped = true;
    signal.removeEventListener("abort", stop);
    unsubscribe();
    wake();
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();

  return {
    take: async (timeoutMs) => {
      if (waiting.size === 0 && !isStopped) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const taken = [...waiting.values()];
      waiting.clear();
      return taken;
    },
    stop,
  };
}
