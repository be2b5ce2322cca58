import type { RunChange, RunChanges } from "@/workflows/ports";

/** Changes within one process only. */
export function createLocalRunChanges(): RunChanges {
  const listeners = new Set<(change: RunChange) => void>();
  return {
    publish: (change) => {
      for (const listener of listeners) listener(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
