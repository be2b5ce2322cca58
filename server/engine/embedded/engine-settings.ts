/** What an operator may set of the embedded engine. */
export type EngineSettings = {
  /** Runs this process carries at one time; the rest wait in the queue. */
  readonly maxActiveRuns: number;
  /** How long the process may be silent before others take its runs over. */
  readonly leaseMs: number;
  readonly beatEveryMs: number;
  /** A run that waits for less than this keeps its lease and waits in memory. */
  readonly longestWaitInMemoryMs: number;
  /** How long a graceful stop lets attempts under way go on. */
  readonly stopGraceMs: number;
};

export const defaultEngineSettings: EngineSettings = {
  maxActiveRuns: 64,
  leaseMs: 5_000,
  beatEveryMs: 1_500,
  longestWaitInMemoryMs: 2_000,
  stopGraceMs: 8_000,
};

/** Hears of what should not have happened. The engine goes on. */
export type ReportError = (error: Error, about: { readonly runId?: string }) => void;
