import { expect, test } from "vitest";
import { formatCursor, parseCursor } from "@/server/history/run-cursor";

const place = { createdAtMs: 1_795_000_000_123, runId: "01940000-0000-7abc-8000-000000000001" };

test("a cursor gives back the place it was made from", () => {
  expect(parseCursor(formatCursor(place))).toEqual(place);
});

test.each(["", "1", "_", `-1_${place.runId}`, `1_${place.runId}x`, `1e3_${place.runId}`, "9".repeat(400)])(
  "%j is no cursor",
  (cursor) => {
    expect(() => parseCursor(cursor)).toThrow("no place in a list");
  },
);
