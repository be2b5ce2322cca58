const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export type SetAside = {
  /** Leaves a run alone for a while, longer with every time. */
  add(runId: string): void;
  /** Runs to be left alone at this time. */
  ids(): readonly string[];
};

/**
 * Runs that this process failed at for reasons of its own, such as a journal that cannot be folded. They
 * keep their lease and are tried again later, so that a broken run costs next to nothing and is healed
 * by a restart with better code.
 */
export function createSetAside(nowMs: () => number): SetAside {
  const runs = new Map<string, { readonly untilMs: number; readonly times: number }>();
  return {
    add: (runId) => {
      const times = (runs.get(runId)?.times ?? 0) + 1;
      runs.set(runId, { untilMs: nowMs() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (times - 1)), times });
    },
    ids: () => {
      const now = nowMs();
      for (const [runId, { untilMs }] of runs) if (untilMs + LONGEST_PAUSE_MS < now) runs.delete(runId);
      return [...runs].filter(([, { untilMs }]) => untilMs > now).map(([runId]) => runId);
    },
  };
}
