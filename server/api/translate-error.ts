import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { isDatabaseOutage } from "@/server/database-outage";
import { UserError } from "@/server/errors";

const references = new WeakMap<Error, string>();

/** What the caller and the log both name an unexpected error by. The same error has the same reference. */
export function referenceOf(error: TRPCError): string {
  const origin = error.cause ?? error;
  const known = references.get(origin);
  if (known !== undefined) return known;
  const reference = randomUUID();
  references.set(origin, reference);
  return reference;
}

/** Whether the error is ours: a bug or an outage, to be logged, of which the caller only sees a reference. */
export function isUnexpected({ code, cause }: TRPCError): boolean {
  return (code === "INTERNAL_SERVER_ERROR" || code === "SERVICE_UNAVAILABLE") && !(cause instanceof UserError);
}

/** An error in the words the caller may read. Translating twice changes nothing. */
export function translateError(error: TRPCError): TRPCError {
  const { cause } = error;
  if (cause instanceof UserError) return new TRPCError({ code: cause.trpcCode, message: cause.message, cause });
  if (isUnexpected(error) && isDatabaseOutage(cause)) {
    const message = `The database cannot be reached. Try again in a moment. Reference: ${referenceOf(error)}`;
    return new TRPCError({ code: "SERVICE_UNAVAILABLE", message, cause });
  }
  if (isUnexpected(error)) {
    const message = `Something went wrong on our side. Reference: ${referenceOf(error)}`;
    return new TRPCError({ code: error.code, message, cause: cause ?? error });
  }
  if (cause instanceof z.ZodError) return new TRPCError({ code: error.code, message: describeIssues(cause), cause });
  return error;
}

function describeIssues({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first === undefined) return "The input is not right.";
  return first.path.length === 0 ? first.message : `${first.path.join(".")}: ${first.message}`;
}
