import { expect, test } from "vitest";
import { readNextPath } from "@/components/account/next-path";

test.each([
  ["/runs", "/runs"],
  ["/runs?status=failed#top", "/runs?status=failed#top"],
  [null, "/workflows"],
  ["", "/workflows"],
  ["https://evil.example/runs", "/workflows"],
  ["//evil.example/runs", "/workflows"],
  ["/\\evil.example", "/workflows"],
  ["/\t/evil.example", "/workflows"],
  ["javascript:alert(1)", "/workflows"],
])("after signing in, %j leads to %s", (next, path) => {
  expect(readNextPath(next)).toBe(path);
});
