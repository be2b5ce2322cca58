import { expect, test } from "vitest";
import { excerptSource } from "@/components/runs/source-excerpt";

const source = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].join("\n");
const numbers = (line: number) => excerptSource(source, line).map((excerpt) => excerpt.number);

test("shows three lines on either side", () => {
  expect(numbers(5)).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

test("stops at the edges of the file", () => {
  expect(numbers(1)).toEqual([1, 2, 3, 4]);
  expect(numbers(9)).toEqual([6, 7, 8, 9]);
});

test("marks the one line that is meant, and shows it as it is written", () => {
  expect(excerptSource("  one();\r\n  two();", 2)).toEqual([
    { number: 1, text: "  one();", isCulprit: false },
    { number: 2, text: "  two();", isCulprit: true },
  ]);
});

test.each([0, 10, -1])("has nothing to show for line %d of nine", (line) => {
  expect(numbers(line)).toEqual([]);
});
