import { expect, test } from "vitest";
import { CHUNK_SIZE, chunkLargeValues } from "@/components/runs/chunk-large-values";

const list = (length: number) => Array.from({ length }, (_, index) => index);

test.each([null, 1, "text", true, [], {}, { a: [1, { b: null }] }, list(CHUNK_SIZE)])("leaves %j as it is", (value) => {
  expect(chunkLargeValues(value)).toEqual(value);
});

test("splits a long list into ranges, and loses no item", () => {
  const value = list(CHUNK_SIZE * 2 + 1);
  expect(chunkLargeValues({ rows: value })).toEqual({
    rows: { "0 … 99": value.slice(0, 100), "100 … 199": value.slice(100, 200), "200 … 200": [200] },
  });
});

test("splits a large object by its keys", () => {
  const value = Object.fromEntries(list(101).map((index) => [`key${index}`, index]));
  const chunks = chunkLargeValues(value);
  expect(Object.keys(chunks ?? {})).toEqual(["key0 … key99", "key100 … key100"]);
  expect(Object.assign({}, ...Object.values(chunks ?? {}))).toEqual(value);
});

test("splits what is inside a split list", () => {
  const inner = list(150);
  const chunks = chunkLargeValues(list(101).map(() => inner));
  expect(chunks).toMatchObject({ "100 … 100": [{ "0 … 99": inner.slice(0, 100), "100 … 149": inner.slice(100) }] });
});
