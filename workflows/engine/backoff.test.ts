import { describe, expect, test } from "vitest";
import type { RetryPolicy } from "@/workflows/definition/retry-policy";
import { backoffDelayMs, retryAfterDelayMs } from "@/workflows/engine/backoff";

const exponential: RetryPolicy = { retries: 9, backoff: "exponential", initialDelayMs: 1_000, maxDelayMs: 20_000 };
const seeds = Array.from({ length: 2_000 }, (_, index) => `run-${index}/a#1`);

describe("backoffDelayMs", () => {
  test("a fixed delay stays what it is", () => {
    const fixed: RetryPolicy = { ...exponential, backoff: "fixed" };
    expect([1, 5, 9].map((attempt) => backoffDelayMs(fixed, attempt, "x"))).toEqual([1_000, 1_000, 1_000]);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [4, 8_000],
    [6, 20_000],
    [40, 20_000],
  ])("attempt %i waits up to %i ms, spread evenly", (attempt, ceilingMs) => {
    const delays = seeds.map((seed) => backoffDelayMs(exponential, attempt, seed));
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(Math.max(...delays)).toBeLessThanOrEqual(ceilingMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(mean / ceilingMs).toBeGreaterThan(0.46);
    expect(mean / ceilingMs).toBeLessThan(0.54);
  });

  test("gives the same delay for the same attempt, so that a replay waits as long", () => {
    expect(backoffDelayMs(exponential, 3, "run-1/a#3")).toBe(backoffDelayMs(exponential, 3, "run-1/a#3"));
  });
});

test.each([
  [1_500.2, 1_501],
  [-5, 0],
  [1e12, 86_400_000],
])("an author's wish to wait %d ms becomes %i", (wished, delayMs) => {
  expect(retryAfterDelayMs(wished)).toBe(delayMs);
});
