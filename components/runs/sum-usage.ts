import type { StepUsage } from "@/workflows/run/step-usage";

const BYTES_PER_GB = 1_024 ** 3;

export type UsageSum = {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly startMs: number;
  readonly peakMemoryBytes: number;
  /** Peak memory held for the wall time, attempt by attempt. */
  readonly gbSeconds: number;
};

/** What all attempts at a step took together: times add up, and the peak is the highest of them. */
export function sumUsage(usages: readonly StepUsage[]): UsageSum {
  return usages.reduce<UsageSum>(
    (sum, usage) => ({
      wallMs: sum.wallMs + usage.wallMs,
      cpuMs: sum.cpuMs + usage.cpuMs,
      startMs: sum.startMs + usage.startMs,
      peakMemoryBytes: Math.max(sum.peakMemoryBytes, usage.peakMemoryBytes),
      gbSeconds: sum.gbSeconds + (usage.peakMemoryBytes / BYTES_PER_GB) * (usage.wallMs / 1_000),
    }),
    { wallMs: 0, cpuMs: 0, startMs: 0, peakMemoryBytes: 0, gbSeconds: 0 },
  );
}
