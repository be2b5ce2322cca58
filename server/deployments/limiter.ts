export interface Limiter {
  /** Runs the work when its turn comes; the turn is given on when the work has ended, however it ended. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Lets so many pieces of work go on at once, in the order in which they were asked for. */
export function createLimiter(concurrency: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  return {
    run: async (work) => {
      if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
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
