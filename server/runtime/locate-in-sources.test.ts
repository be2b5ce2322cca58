import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { createLocator } from "@/server/runtime/locate-in-sources";

const source = `type A = { a: number };


export const f = () => { throw new Error("x"); };`;

function compile(sourcefile: string) {
  const { code, map } = transformSync(source, { loader: "ts", sourcemap: true, sourcefile });
  const line = code.split("\n").findIndex((text) => text.includes("throw")) + 1;
  const column = (code.split("\n")[line - 1]?.indexOf("new Error") ?? 0) + 1;
  return {
    locate: createLocator(map),
    stack: `Error: x\n    at f (millrace:steps:${line}:${column})\n    at node:internal/x:1:1`,
  };
}

test.each([
  ["a step", "charge.ts", "charge"],
  ["an expression", "check_2.condition.ts", "check_2"],
  ["a step in a folder of its own", "steps/charge.ts", "charge"],
])("finds the place in the source of %s", (_name, file, nodeId) => {
  const { locate, stack } = compile(file);
  expect(locate(stack)).toEqual([{ nodeId, line: 4, column: 32 }]);
});

test("says nothing of places in packages", () => {
  const { locate, stack } = compile("node_modules/left-pad/index.ts");
  expect(locate(stack)).toEqual([]);
});

test("says nothing with a map that is none, or of a place outside it", () => {
  expect(createLocator("not json")("at millrace:steps:1:1")).toEqual([]);
  expect(createLocator("{}")("at millrace:steps:1:1")).toEqual([]);
  expect(compile("charge.ts").locate("at millrace:steps:0:0 at millrace:steps:999999999:1")).not.toBeNull();
});
