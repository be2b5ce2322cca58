export type ClaimerOptions = {
  /** How many more runs there is room for. */
  readonly room: () => number;
  /** Claims and takes on up to `limit` runs; says how many there were, and when the next one is due. */
  readonly claim: (limit: number) => Promise<{ readonly count: number; readonly nextDueInMs: number | null }>;
  readonly onError: (error: unknown) => void;
};

export type Claimer = {
  /** Looks for due runs soon; many calls make one look. */
  request(): void;
  /** Looks again when this much time has passed, unless something nearer is known. */
  requestIn(delayMs: number): void;
  /** Whether more runs are due than there was room for. */
  hasBacklog(): boolean;
  /** Resolves when no claim is under way; nothing is claimed afterwards. */
  stop(): Promise<void>;
};

const RETRY_AFTER_MS = 250;
/** A heartbeat tells the nearest time anew long before this has passed. */
const LONGEST_DELAY_MS = 60_000;

/** Decides when to look into the queue: when told to, when the nearest run is due, and while there is more than fits. */
export function createClaimer(options: ClaimerOptions): Claimer {
  let isWanted = false;
  let isStopped = false;
  let hasBacklog = false;
  let underWay: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let timerAtMs = Number.POSITIVE_INFINITY;

  function request(): void {
    isWanted = true;
    if (underWay === null && !isStopped)
      underWay = run().finally(() => {
        underWay = null;
      });
  }

  async function run(): Promise<void> {
    while (isWanted && !isStopped) {
      const room = options.room();
      if (room === 0) {
        hasBacklog = true;
        return;
      }
      isWanted = false;
      try {
        const { count, nextDueInMs } = await options.claim(room);
        hasBacklog = count === room;
        isWanted ||= hasBacklog;
        if (!hasBacklog && nextDueInMs !== null) requestIn(nextDueInMs);
      } catch (error) {
        options.onError(error);
        requestIn(RETRY_AFTER_MS);
      }
    }
  }

  function requestIn(delayMs: number): void {
    if (isStopped) return;
    // One millisecond more than asked: the queue's own clock decides, and a look too early is a look in vain.
    const atMs = performance.now() + Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS) + 1;
    if (atMs >= timerAtMs) return;
    clearTimeout(timer);
    timerAtMs = atMs;
    timer = setTimeout(() => {
      timerAtMs = Number.POSITIVE_INFINITY;
      request();
    }, atMs - performance.now());
  }

  return {
    request,
    requestIn,
    hasBacklog: () => hasBacklog,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
