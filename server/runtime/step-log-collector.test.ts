import { expect, test } from "vitest";
import { createStepLogCollector, LOG_CUT_MARK } from "@/server/runtime/step-log-collector";
import type { StepLogLine } from "@/workflows/ports";

function collect(messages: Iterable<string>): readonly StepLogLine[] {
  const lines: StepLogLine[] = [];
  const collector = createStepLogCollector(
    (line) => lines.push(line),
    () => 5_000,
  );
  for (const message of messages) collector.add("info", message);
  return lines;
}

test("keeps lines in order, with their level and the time they came", () => {
  expect(collect(["a", "b"])).toEqual([
    { atMs: 5_000, level: "info", message: "a" },
    { atMs: 5_000, level: "info", message: "b" },
  ]);
});

test("marks once where a log of more than 1,000 lines is cut", () => {
  const lines = collect(Array.from({ length: 3_000 }, (_, index) => `line ${index}`));
  expect(lines).toHaveLength(1_001);
  expect(lines[999]?.message).toBe("line 999");
  expect(lines[1_000]).toEqual({ atMs: 5_000, level: "warn", message: LOG_CUT_MARK });
});

test("marks once where a log of more than 256 KB is cut", () => {
  const lines = collect(Array.from({ length: 100 }, () => "ü".repeat(5_000)));
  expect(lines).toHaveLength(27);
  expect(lines.at(-1)?.message).toBe(LOG_CUT_MARK);
});

test.each([
  ["colours", "\u001b[31mred\u001b[0m", "red"],
  ["a title of the terminal", "\u001b]0;owned\u0007text", "text"],
  ["NUL, bell, backspace and C1", "a\u0000b\u0007c\u0008d\u009be", "abcde"],
  ["carriage returns", "one\r\ntwo\rthree", "one\ntwo\nthree"],
  ["half a pair", "x\ud800y", "x\ufffdy"],
])("takes %s out of a message", (_name, raw, plain) => {
  expect(collect([raw])[0]?.message).toBe(plain);
});

test("keeps tabs and line feeds", () => {
  expect(collect(["a\tb\nc"])[0]?.message).toBe("a\tb\nc");
});
