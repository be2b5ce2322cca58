import { expect, test } from "vitest";
import { createBoundedCache } from "@/server/deployments/bounded-cache";

/** A cache of texts by length, and what was loaded into it. */
function setup(maxSize: number) {
  const loads: string[] = [];
  const cache = createBoundedCache<string>({ maxSize, sizeOf: (text) => text.length });
  const get = (key: string, value = key) =>
    cache.get(key, async () => {
      loads.push(key);
      return value;
    });
  return { cache, loads, get };
}

test("loads a value once, also for those who ask while it is under way", async () => {
  const { loads, get } = setup(100);
  expect(await Promise.all([get("a"), get("a")])).toEqual(["a", "a"]);
  expect(await get("a")).toBe("a");
  expect(loads).toEqual(["a"]);
});

test("drops what was used longest ago when there is no more room", async () => {
  const { loads, get } = setup(6);
  for (const key of ["aaa", "bbb", "aaa", "ccc", "aaa", "bbb"]) await get(key);
  expect(loads).toEqual(["aaa", "bbb", "ccc", "bbb"]);
});

test("keeps one value that is larger than everything", async () => {
  const { loads, get } = setup(2);
  await get("large");
  await get("large");
  expect(loads).toEqual(["large"]);
});

test("does not remember a failure", async () => {
  const { cache, get } = setup(10);
  await expect(cache.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await get("a")).toBe("a");
});
