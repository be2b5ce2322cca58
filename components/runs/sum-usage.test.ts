import { expect, test } from "vitest";
import { sumUsage } from "@/components/runs/sum-usage";
import type { StepUsage } from "@/workflows/run/step-usage";

const GB = 1_024 ** 3;
const usage = (over: Partial<StepUsage>): StepUsage => ({
  wallMs: 2_000,
  cpuMs: 500,
  peakMemoryBytes: GB,
  startKind: "cold",
  startMs: 30,
  ...over,
});

test("adds times up and keeps the highest peak", () => {
  const sum = sumUsage([usage({}), usage({ wallMs: 1_000, cpuMs: 100, startMs: 1, peakMemoryBytes: GB / 2 })]);
  expect(sum).toEqual({ wallMs: 3_000, cpuMs: 600, startMs: 31, peakMemoryBytes: GB, gbSeconds: 2.5 });
});

test("says nothing was used when nothing ran", () => {
  expect(sumUsage([])).toEqual({ wallMs: 0, cpuMs: 0, startMs: 0, peakMemoryBytes: 0, gbSeconds: 0 });
});
