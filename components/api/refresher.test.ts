import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefresher } from "@/components/api/refresher";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("refreshes at once for the first hint", () => {
  let refreshes = 0;
  const hint = createRefresher(async () => {
    refreshes += 1;
  }, 250);
  hint();
  expect(refreshes).toBe(1);
});

test("makes one refresh of all hints that come while one is under way", async () => {
  let refreshes = 0;
  const hint = createRefresher(async () => {
    refreshes += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }, 250);

  hint();
  for (let count = 0; count < 50; count += 1) hint();
  await vi.advanceTimersByTimeAsync(349);
  expect(refreshes).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(refreshes).toBe(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refreshes).toBe(2);
});

test("refreshes again for a hint that comes after it went quiet", async () => {
  let refreshes = 0;
  const hint = createRefresher(async () => {
    refreshes += 1;
  }, 250);
  hint();
  await vi.advanceTimersByTimeAsync(1_000);
  hint();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(refreshes).toBe(2);
});
