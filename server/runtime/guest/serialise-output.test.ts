import { expect, test } from "vitest";
import { serialiseOutput } from "@/server/runtime/guest/serialise-output";

const circular: Record<string, unknown> = { a: { b: [] } };
(circular.a as { b: unknown[] }).b.push(circular);

let deep: unknown = 1;
for (let level = 0; level < 1_001; level += 1) deep = [deep];
let bottomless: unknown = 1;
for (let level = 0; level < 100_000; level += 1) bottomless = { down: bottomless };

test.each([
  ["undefined", undefined, "null"],
  ["null", null, "null"],
  ["a date as ISO text", { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ["no number as null", [Number.NaN, Number.POSITIVE_INFINITY], "[null,null]"],
  ["undefined fields by leaving them out", { a: 1, b: undefined }, '{"a":1}'],
  ["__proto__ as a key like any other", JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ["what toJSON gives", { money: { toJSON: () => "1 EUR" } }, '{"money":"1 EUR"}'],
  ["one part in two places twice", (() => [circular.nothing, ["x"], ["x"]])(), '[null,["x"],["x"]]'],
])("writes %s", (_name, value, json) => {
  expect(serialiseOutput(value)).toEqual({ kind: "json", json });
});

test.each([
  ["a function in a list", { items: [0, 1, 2, { callback() {} }] }, /^output\.items\[3\]\.callback is a function/],
  ["a function itself", () => 1, /^output is a function/],
  ["a class", class Order {}, /^output is a function/],
  ["a symbol", { "odd key": Symbol("s") }, /^output\["odd key"\] is a symbol/],
  ["a BigInt", { total: 10n }, /^output\.total is a BigInt/],
  ["a circle", circular, /^output\.a\.b\[0\] refers back/],
  ["a map", { byId: new Map() }, /^output\.byId is a Map.*Object\.fromEntries/],
  ["a forgotten await", { user: Promise.resolve(1) }, /^output\.user is a Promise\. Put await/],
  ["what toJSON hides", { toJSON: () => ({ f: () => 1 }) }, /^output\.f is a function/],
  ["too many levels", deep, /1000 levels deep/],
  ["very many levels", bottomless, /nested/],
  [
    "a getter that throws",
    Object.defineProperty({}, "x", {
      enumerable: true,
      get: () => {
        throw new Error("no x");
      },
    }),
    /no x/,
  ],
])("refuses %s and says where", (_name, value, message) => {
  expect(serialiseOutput(value)).toEqual({ kind: "refused", message: expect.stringMatching(message) });
});

test("measures an output in bytes, not in characters", () => {
  const text = "ü".repeat(2 * 1_024 * 1_024);
  expect(serialiseOutput(text)).toEqual({ kind: "too-large", sizeBytes: 4 * 1_024 * 1_024 + 2 });
});
