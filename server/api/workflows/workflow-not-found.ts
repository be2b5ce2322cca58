import { UserError } from "@/server/errors";

/** The same for a missing, a deleted and a foreign workflow. */
export function workflowNotFound(): UserError {
  return new UserError("not-found", "There is no such workflow. It may have been deleted.");
}
