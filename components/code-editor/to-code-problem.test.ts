import { describe, expect, test } from "vitest";
import { toCodeProblem } from "@/components/code-editor/to-code-problem";
import type { CheckedModule } from "@/workflows/definition/step-types";

const place = { nodeId: "a", field: "source" };
const prefix = "type Input = HttpRequest; export {}; ";
const source = "const one = 1;\nexport default () => one.two;\n";
const module: CheckedModule = { prefix, source, suffix: "", inputType: "HttpRequest" };
const error = { length: 3, code: 2339, message: "Property 'two' does not exist." };

describe("toCodeProblem", () => {
  test.each([
    ["on line 1, behind our prefix", "one = 1", { line: 1, column: 7 }],
    ["on a later line", "two", { line: 2, column: 26 }],
  ])("finds the place %s", (_where, text, location) => {
    const start = prefix.length + source.indexOf(text);
    const found = toCodeProblem({ ...error, start }, module, place);
    expect(found?.problem).toEqual({ code: "type-error", message: error.message, ...place, location });
    expect(found?.start).toBe(source.indexOf(text));
  });

  test("leaves an error in the prefix to the step it comes from", () => {
    expect(toCodeProblem({ ...error, start: prefix.length - 1 }, module, place)).toBeNull();
  });

  test("tells an expression of the wrong type at its beginning, in the author's words", () => {
    const expression: CheckedModule = {
      ...module,
      source: "input.total",
      suffix: "\n) satisfies boolean | Promise<boolean>;\n",
    };
    const diagnostic = {
      start: prefix.length + "input.total\n) ".length,
      length: 9,
      code: 1360,
      message: "Type 'number' does not satisfy the expected type 'boolean | Promise<boolean>'.",
    };
    const found = toCodeProblem(diagnostic, expression, { nodeId: "b", field: "condition" });
    expect(found?.problem.message).toBe("Type 'number' does not satisfy the expected type 'boolean'.");
    expect(found?.problem.location).toEqual({ line: 1, column: 1 });
    expect([found?.start, found?.end]).toEqual([0, "input.total".length]);
  });

  test("brings what comes after the end to the end", () => {
    const found = toCodeProblem({ ...error, code: 1005, start: prefix.length + source.length + 4 }, module, place);
    expect(found?.problem.location).toEqual({ line: 3, column: 1 });
    expect(found?.end).toBe(source.length);
  });
});
