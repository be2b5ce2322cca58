import type { IncomingMessage } from "node:http";
import { UserError } from "@/server/errors";

/**
 * Reads a request's body once, and no further than one chunk past the limit. Null when the sender hung up
 * before its end.
 *
 * @throws UserError "payload-too-large"
 */
export async function readTextBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Not destroyed when left early: the connection is still needed for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    // A sender who is gone reads no answer.
    return null;
  }
  if (bytes > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(maxBytes: number): UserError {
  return new UserError("payload-too-large", `The request is over the limit of ${maxBytes} bytes.`);
}
