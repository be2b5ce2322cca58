import type { IncomingHttpHeaders } from "node:http";
import { UserError } from "@/server/errors";

const MAX_KEY_LENGTH = 255;

/** The sender's own name for this delivery, by which a repeat is known. Null when it gives none. */
export function readDedupeKey(headers: IncomingHttpHeaders): string | null {
  return readKey(headers, "idempotency-key") ?? readKey(headers, "webhook-id");
}

function readKey(headers: IncomingHttpHeaders, name: string): string | null {
  const key = headers[name];
  if (typeof key !== "string" || key === "") return null;
  if (key.length > MAX_KEY_LENGTH) {
    throw new UserError("invalid-input", `The header ${name} is longer than ${MAX_KEY_LENGTH} characters.`);
  }
  return `${name}:${key}`;
}
