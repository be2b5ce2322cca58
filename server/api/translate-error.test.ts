import { TRPCError } from "@trpc/server";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isUnexpected, referenceOf, translateError } from "@/server/api/translate-error";
import { UserError } from "@/server/errors";

function thrown(cause: Error): TRPCError {
  return new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause });
}

describe("an error on its way to the caller", () => {
  test.each([
    ["not-found", "NOT_FOUND"],
    ["signed-out", "UNAUTHORIZED"],
    ["conflict", "CONFLICT"],
    ["invalid-input", "BAD_REQUEST"],
  ] as const)("keeps the words of a UserError, and %s becomes %s", (code, trpcCode) => {
    const error = thrown(new UserError(code, "Do this instead."));
    expect(translateError(error)).toMatchObject({ code: trpcCode, message: "Do this instead." });
    expect(isUnexpected(error)).toBe(false);
  });

  test("loses its own words when it is ours, and keeps its reference however often it is translated", () => {
    const error = thrown(new Error("password=hunter2"));
    const told = translateError(error);
    expect(told.message).toBe(`Something went wrong on our side. Reference: ${referenceOf(error)}`);
    expect(translateError(told).message).toBe(told.message);
    expect(isUnexpected(told)).toBe(true);
  });

  test("says to try again when the database is away, and is still for the log", () => {
    const error = thrown(Object.assign(new Error("connect ECONNREFUSED /secret/path"), { syscall: "connect" }));
    const told = translateError(error);
    expect(told).toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: `The database cannot be reached. Try again in a moment. Reference: ${referenceOf(error)}`,
    });
    expect(translateError(told)).toMatchObject({ code: told.code, message: told.message });
    expect(isUnexpected(told)).toBe(true);
  });

  test("has a reference of its own", () => {
    expect(referenceOf(thrown(new Error("one")))).not.toBe(referenceOf(thrown(new Error("one"))));
  });

  test("names the first field of an input that is wrong", () => {
    const parsed = z.object({ draft: z.object({ nodes: z.array(z.string("Give a name.")) }) }).safeParse({
      draft: { nodes: ["a", 1] },
    });
    const error = new TRPCError({ code: "BAD_REQUEST", cause: parsed.error });
    expect(translateError(error).message).toBe("draft.nodes.1: Give a name.");
  });
});
