import { expect, test } from "vitest";
import { isDeeperThan } from "@/workflows/json-depth";

test.each([
  ["[[1]]", 2, false],
  ["[[1]]", 1, true],
  ['{"a":{"b":1}}', 1, true],
  ["[[],[],[]]", 2, false],
  ['["[[[[", "\\"[[["]', 1, false],
  ['{"[[\\\\":[[1]]}', 2, true],
])("%s against a limit of %i", (text, limit, expected) => {
  expect(isDeeperThan(text, limit)).toBe(expected);
});
