import { UserError } from "@/server/errors";

export interface Limiter {
  /**
   * Runs the work when its turn comes; the turn is given on when the work has ended, however it ended.
   *
   * @throws UserError "unavailable" when too much waits already
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export type LimiterBounds = { readonly concurrency: number; readonly maxWaiting: number };

/** Lets so many pieces of work go on at once, and so many wait, in the order in which they were asked for. */
export function createLimiter({ concurrency, maxWaiting }: LimiterBounds): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  return {
    run: async (work) => {
      if (running < concurrency) running += 1;
      else if (waiting.length < maxWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
      else throw new UserError("unavailable", "Too many workflows are being compiled. Try again in a moment.");
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
