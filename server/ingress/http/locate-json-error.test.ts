import { describe, expect, test } from "vitest";
import { locateJsonError } from "@/server/ingress/http/locate-json-error";

describe("locateJsonError", () => {
  test.each([
    ["an unquoted name", '{"a": 1, b: 2}', 9],
    ["a trailing comma", "[1,2,]", 5],
    ["a trailing comma in an object", '{"a":1,}', 7],
    ["a single quote", "{'a':1}", 1],
    ["a leading zero", "[01]", 2],
    ["a bare minus", "[-]", 1],
    ["a plus sign", "[+1]", 1],
    ["a dot without digits", "[1.]", 2],
    ["NaN", "[NaN]", 1],
    ["a comment", '{"a":1 /* one */}', 7],
    ["something after the end", '{"a":1} x', 8],
    ["two values", "1 2", 2],
    ["a missing colon", '{"a" 1}', 5],
    ["a missing comma", "[1 2]", 3],
    ["a wrong bracket", '{"a":[1}', 7],
    ["a stray bracket", "]", 0],
    ["a raw line break in a string", '["a\nb"]', 3],
    ["an unknown escape", '["\\x"]', 2],
    ["a short unicode escape", '["\\u12G4"]', 2],
    ["the end of the text inside a string", '["abc', 5],
    ["the end of the text inside an object", '{"a":', 5],
    ["nothing but space", " \n ", 3],
    ["a no-break space", "\u00a01", 0],
    ["a misspelt literal", "[nul]", 1],
  ])("points at %s", (_what, text, position) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(locateJsonError(text).position).toBe(position);
  });

  test("counts lines and columns from 1", () => {
    expect(locateJsonError('{\n  "a": 1,\n  b\n}')).toEqual({ position: 14, line: 3, column: 3 });
  });

  test("finds the end of what is JSON", () => {
    const text = '{"a": [1, -2.5e+3, true, null, "\\u00e9\\n"], "b": {}, "c": []}';
    expect(locateJsonError(text).position).toBe(text.length);
  });

  test("does not fall over a string of many megabytes", () => {
    const text = `["${"\\n".repeat(2_000_000)}`;
    expect(locateJsonError(text).position).toBe(text.length);
  });
});
