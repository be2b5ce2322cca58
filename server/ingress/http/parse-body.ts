import { UserError } from "@/server/errors";
import { collectPairs } from "@/server/ingress/http/collect-pairs";
import { locateJsonError } from "@/server/ingress/http/locate-json-error";
import type { JsonValue } from "@/workflows/json";
import { isDeeperThan, JSON_DEPTH_LIMIT } from "@/workflows/json-depth";

export type BodyHeaders = { readonly contentType: string | undefined; readonly contentEncoding: string | undefined };

/**
 * A request's body as the first step sees it: JSON as its value, a form as its fields, text as a string,
 * no body as null, and everything else, compressed bodies included, as `{ base64 }`. The content type
 * alone decides; nothing is guessed from the bytes.
 */
export function parseBody(rawBody: Buffer, headers: BodyHeaders): JsonValue {
  if (rawBody.length === 0) return null;
  const { type, charset } = parseContentType(headers.contentType ?? "");
  const isEncoded =
    headers.contentEncoding !== undefined && headers.contentEncoding.trim().toLowerCase() !== "identity";
  if (isEncoded) return { base64: rawBody.toString("base64") };

  if (type === "application/json" || type.endsWith("+json")) return parseJson(decodeJson(rawBody, charset));
  if (type === "application/x-www-form-urlencoded") {
    return collectPairs(new URLSearchParams(rawBody.toString("utf8")));
  }
  const text = isText(type) ? decodeText(rawBody, charset) : null;
  return text ?? { base64: rawBody.toString("base64") };
}

function parseContentType(header: string): { readonly type: string; readonly charset: string } {
  const [type = "", ...parameters] = header.split(";");
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(one)?.[1]).find(Boolean);
  return { type: type.trim().toLowerCase(), charset: charset?.toLowerCase() ?? "utf-8" };
}

function isText(type: string): boolean {
  return type.startsWith("text/") || type === "application/xml" || type.endsWith("+xml");
}

function decodeJson(rawBody: Buffer, charset: string): string {
  if (charset !== "utf-8" && charset !== "utf8" && charset !== "us-ascii") {
    throw new UserError("invalid-input", `JSON is sent as UTF-8, not as ${charset.slice(0, 40)}.`);
  }
  const text = decodeText(rawBody, "utf-8");
  if (text === null) throw new UserError("invalid-input", "The body is not JSON: it is not UTF-8.");
  return text;
}

/** Null when the bytes are no text in this charset, or when there is no such charset. */
function decodeText(rawBody: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(rawBody);
  } catch {
    // TextDecoder throws for exactly these two reasons.
    return null;
  }
}

function parseJson(text: string): JsonValue {
  if (isDeeperThan(text, JSON_DEPTH_LIMIT)) {
    throw new UserError("invalid-input", `The JSON is nested deeper than ${JSON_DEPTH_LIMIT} levels.`);
  }
  try {
    // safety: JSON.parse gives nothing but JSON values; a `__proto__` in it is an own property.
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    const { line, column, position } = locateJsonError(text);
    const what = position === text.length ? "it ends too early, at" : "unexpected character at";
    throw new UserError(
      "invalid-input",
      `The body is not valid JSON: ${what} line ${line}, column ${column} (position ${position}).`,
      { cause },
    );
  }
}
