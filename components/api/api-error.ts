import { isTRPCClientError } from "@trpc/client";

/** True when the request got no answer at all: the server is away, or the network is. */
export function isUnreachable(error: unknown): boolean {
  return isTRPCClientError(error) && error.data == null && error.shape == null;
}

/** The HTTP status of the refusal, or null when there was no answer. */
export function httpStatusOf(error: unknown): number | null {
  if (!isTRPCClientError(error)) return null;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null || !("httpStatus" in data)) return null;
  return typeof data.httpStatus === "number" ? data.httpStatus : null;
}

/** What to tell the person at the screen. The server's own words are made for them. */
export function describeError(error: unknown): string {
  if (isUnreachable(error)) return "Millrace did not answer. Check that it is running and that you are connected.";
  return error instanceof Error && error.message !== "" ? error.message : "Something went wrong. Try again.";
}
