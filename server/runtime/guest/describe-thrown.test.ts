import { expect, test } from "vitest";
import { describeThrown } from "@/server/runtime/guest/describe-thrown";
import { NonRetriableError, RetryAfterError } from "@/server/runtime/guest/step-context";

test("tells an error by its class, message and stack", () => {
  expect(describeThrown(new TypeError("bad input"))).toMatchObject({
    name: "TypeError",
    message: "bad input",
    stack: expect.stringContaining("describe-thrown.test"),
    isRetryable: true,
    retryAfterMs: null,
  });
});

test("adds what an error was caused by", () => {
  const error = new Error("fetch failed", { cause: new Error("connect ENETUNREACH 1.1.1.1:443") });
  expect(describeThrown(error).message).toBe("fetch failed (cause: connect ENETUNREACH 1.1.1.1:443)");
});

test.each([
  ["NonRetriableError", new NonRetriableError("no"), false, null],
  ["an own error with nonRetriable", Object.assign(new Error("no"), { nonRetriable: true }), false, null],
  ["RetryAfterError", new RetryAfterError("later", 1_500), true, 1_500],
  ["a wish that is no number", Object.assign(new Error("x"), { retryAfterMs: "soon" }), true, null],
])("reads the author's wish from %s", (_name, error, isRetryable, retryAfterMs) => {
  expect(describeThrown(error)).toMatchObject({ isRetryable, retryAfterMs });
});

const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error("gotcha");
    },
    ownKeys: () => {
      throw new Error("gotcha");
    },
  },
);

test.each([
  ["a string", "boom", "'boom'"],
  ["null", null, "null"],
  ["undefined", undefined, "undefined"],
  ["a plain object", { code: 7 }, "{ code: 7 }"],
  ["a proxy that throws at every touch", hostile, ""],
  ["an object without a prototype", Object.create(null), ""],
])("tells %s that is no error", (_name, thrown, shown) => {
  const described = describeThrown(thrown);
  expect(described.name).toBeNull();
  expect(described.message).toContain(`The step threw ${shown}`);
});

test("does not run a toString or an inspect of the thrown object", () => {
  const trap = {
    toString: () => {
      throw new Error("ran");
    },
    [Symbol.for("nodejs.util.inspect.custom")]: () => "ran",
  };
  expect(describeThrown(trap).message).not.toContain("threw ran");
});

test("cuts a message without end", () => {
  expect(describeThrown(new Error("x".repeat(1_000_000))).message.length).toBeLessThan(10_000);
});
