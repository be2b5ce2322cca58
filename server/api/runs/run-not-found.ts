import { UserError } from "@/server/errors";

/** The same for a missing and a foreign run. */
export function runNotFound(): UserError {
  return new UserError("not-found", "There is no such run. It may have been removed.");
}
