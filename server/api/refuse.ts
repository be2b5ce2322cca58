import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { UserError } from "@/server/errors";
import type { Log } from "@/server/log";

/** Says "no" before any procedure could: in the caller's words for their mistakes, by a reference for ours. */
export function refuse(response: ServerResponse, error: unknown, log: Log): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, message } = error instanceof UserError ? toldOf(error) : reported(error, log);
  const body = JSON.stringify({ message });
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-store",
    // The rest of a body that was not read would be taken for the next request.
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(body);
}

function toldOf({ httpStatus, message }: UserError) {
  return { status: httpStatus, message };
}

function reported(error: unknown, log: Log) {
  const reference = randomUUID();
  log.error({ err: error, reference }, "a request failed");
  return { status: 500, message: `Something went wrong on our side. Reference: ${reference}` };
}
