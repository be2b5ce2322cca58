import { expect, test } from "vitest";
import { formatRelativeTime } from "@/components/ui/format-relative-time";

const nowMs = Date.UTC(2026, 10, 24);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

test.each([
  [0, "just now"],
  [4_999, "just now"],
  [5_000, "5s ago"],
  [59_999, "59s ago"],
  [MINUTE_MS, "1m ago"],
  [59 * MINUTE_MS, "59m ago"],
  [60 * MINUTE_MS, "1h ago"],
  [DAY_MS, "1d ago"],
  [29 * DAY_MS, "29d ago"],
  [30 * DAY_MS, "1mo ago"],
  [359 * DAY_MS, "11mo ago"],
  [362 * DAY_MS, "1y ago"],
  [800 * DAY_MS, "2y ago"],
])("says %d ms ago as %s", (agoMs, text) => {
  expect(formatRelativeTime(nowMs - agoMs, nowMs)).toBe(text);
});

test("says just now for a time that another clock puts in the future", () => {
  expect(formatRelativeTime(nowMs + 90_000, nowMs)).toBe("just now");
});
