import { expect, test } from "vitest";
import { createLimiter } from "@/server/deployments/limiter";

test("lets no more than so many run at once, in the order they asked", async () => {
  const limiter = createLimiter({ concurrency: 2, maxWaiting: 2 });
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const all = gates.map(({ promise }, index) =>
    limiter.run(() => {
      started.push(index);
      return promise;
    }),
  );
  await Promise.resolve();
  expect(started).toEqual([0, 1]);

  gates[1]?.resolve();
  await all[1];
  await Promise.resolve();
  expect(started).toEqual([0, 1, 2]);

  for (const gate of gates) gate.resolve();
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3]);
});

test("gives the turn on when the work failed", async () => {
  const limiter = createLimiter({ concurrency: 1, maxWaiting: 1 });
  await expect(limiter.run(() => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  expect(await limiter.run(async () => "next")).toBe("next");
});

test("refuses what would be one too many to wait", async () => {
  const limiter = createLimiter({ concurrency: 1, maxWaiting: 1 });
  const gate = Promise.withResolvers<void>();
  const all = [limiter.run(() => gate.promise), limiter.run(() => gate.promise)];
  await expect(limiter.run(() => gate.promise)).rejects.toMatchObject({ code: "unavailable" });
  gate.resolve();
  await Promise.all(all);
  expect(await limiter.run(async () => "room again")).toBe("room again");
});
