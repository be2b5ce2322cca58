/**
 * Turns a hail of hints into few refreshes: one at a time, `pauseMs` apart, and always one that
 * begins after the last hint.
 */
export function createRefresher(refresh: () => Promise<unknown>, pauseMs: number): () => void {
  let isRunning = false;
  let isDirty = false;

  async function run() {
    isRunning = true;
    while (isDirty) {
      isDirty = false;
      await refresh();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    isRunning = false;
  }

  return () => {
    isDirty = true;
    if (!isRunning) void run();
  };
}
