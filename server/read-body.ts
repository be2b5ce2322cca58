import type { IncomingMessage } from "node:http";
import { UserError } from "@/server/errors";

/**
 * Reads a request's body once, and no further than one chunk past the limit. Null when the sender hung up
 * before its end. The connection is left as it is, for it is still needed for the answer.
 *
 * @throws UserError "payload-too-large", at once when the sender says so in advance
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  // A sender who is gone by this time ends nothing that could be heard.
  if (request.destroyed) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      request.removeAllListeners("data");
      reject(tooLarge(maxBytes));
    });
    request.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on("error", () => resolve(null));
    request.on("close", () => resolve(null));
  });
}

function tooLarge(maxBytes: number): UserError {
  return new UserError("payload-too-large", `The body is over the limit of ${maxBytes} bytes.`);
}
