import { expect, test } from "vitest";
import { formatDuration } from "@/components/ui/format-duration";

test.each([
  [0, "0 µs"],
  [0.0842, "84 µs"],
  [0.9996, "1 ms"],
  [1.04, "1 ms"],
  [12.36, "12.4 ms"],
  [99.96, "100 ms"],
  [840, "840 ms"],
  [999.6, "1 s"],
  [1_234, "1.23 s"],
  [9_996, "10 s"],
  [59_949, "59.9 s"],
  [59_999, "1 min"],
  [245_000, "4 min 5 s"],
  [3_599_700, "1 h"],
  [7_500_000, "2 h 5 min"],
  [86_400_000, "1 d"],
  [100_000_000, "1 d 3 h"],
])("says %d ms as %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test("never shows a negative length", () => {
  expect(formatDuration(-3)).toBe("0 µs");
});
