import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createBatcher } from "@/server/batcher";

function createRecorder(options: { readonly maxItems?: number; readonly maxBytes?: number } = {}) {
  const batches: (readonly string[])[] = [];
  const open: (() => void)[] = [];
  const batcher = createBatcher<string>({
    write: (items) => {
      batches.push(items);
      return new Promise((resolve) => open.push(resolve));
    },
    sizeOf: (item) => item.length,
    ...{ maxItems: 100, maxBytes: 1_000, maxInFlight: 1, ...options },
  });
  return { batcher, batches, open, next: () => open.shift()?.() };
}

test("puts what one turn of the event loop brings into one batch", async () => {
  const { batcher, batches } = createRecorder();
  batcher.add("a");
  batcher.add("b");
  await turn();
  expect(batches).toEqual([["a", "b"]]);
});

test("gathers the next batch while one is under way", async () => {
  const { batcher, batches, next } = createRecorder();
  batcher.add("a");
  await turn();
  batcher.add("b");
  batcher.add("cc");
  await turn();
  expect(batches).toEqual([["a"]]);
  expect(batcher.waiting()).toEqual({ items: 2, bytes: 3 });

  next();
  await turn();
  await turn();
  expect(batches).toEqual([["a"], ["b", "cc"]]);
  expect(batcher.waiting()).toEqual({ items: 0, bytes: 0 });
});

test("closes a batch at its limits, and never leaves an item out for being too large", async () => {
  const { batcher, batches, next } = createRecorder({ maxItems: 2, maxBytes: 5 });
  for (const item of ["a", "b", "c", "toolarge", "d"]) batcher.add(item);
  for (let turns = 0; turns < 8; turns += 1) {
    await turn();
    next();
  }
  expect(batches).toEqual([["a", "b"], ["c", "toolarge"], ["d"]]);
});
