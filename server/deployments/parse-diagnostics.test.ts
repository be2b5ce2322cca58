import { expect, test } from "vitest";
import { parseDiagnostics } from "@/server/deployments/parse-diagnostics";

test("reads an error with the lines that explain it", () => {
  const output = [
    "steps/a.ts(3,5): error TS2322: Type '{ a: string; }' is not assignable to type '{ a: number; }'.",
    "  Types of property 'a' are incompatible.",
    "    Type 'string' is not assignable to type 'number'.",
    "steps/b.condition.ts(1,90): error TS2339: Property 'x' does not exist on type 'Input'.",
    "",
  ].join("\n");

  expect(parseDiagnostics(output)).toEqual([
    {
      path: "steps/a.ts",
      line: 3,
      column: 5,
      tsCode: 2322,
      text:
        "Type '{ a: string; }' is not assignable to type '{ a: number; }'.\n" +
        "  Types of property 'a' are incompatible.\n" +
        "    Type 'string' is not assignable to type 'number'.",
    },
    {
      path: "steps/b.condition.ts",
      line: 1,
      column: 90,
      tsCode: 2339,
      text: "Property 'x' does not exist on type 'Input'.",
    },
  ]);
});

test.each(["", "error TS5083: Cannot read file '/tsconfig.json'.\n", "fatal error: stack overflow\n\ngoroutine 1:\n"])(
  "finds nothing in %j",
  (output) => {
    expect(parseDiagnostics(output)).toEqual([]);
  },
);
