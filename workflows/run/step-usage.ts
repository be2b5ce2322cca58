/** How the instance that served an attempt came to be there: kept from before, taken from the pool, or started for it. */
export type StartKind = "warm" | "blank" | "cold";

/** What one attempt consumed. Every number carries its unit; all are measured from outside the user's process. */
export type StepUsage = {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
  readonly startKind: StartKind;
  /** Time from asking for an instance to its being ready to take the call. */
  readonly startMs: number;
};
