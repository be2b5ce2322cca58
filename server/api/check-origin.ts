import type { IncomingHttpHeaders } from "node:http";
import { UserError } from "@/server/errors";

export type RequestOrigin = { readonly method: string; readonly headers: IncomingHttpHeaders };

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page may have sent with our cookie: a request that changes something has to
 * come from one of our own pages, or from no page at all, and with a content type that no form can send.
 *
 * @throws UserError "not-allowed"
 */
export function checkOrigin({ method, headers }: RequestOrigin, ownOrigins: readonly string[]): void {
  if (safeMethods.has(method)) return;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isFromElsewhere =
    origin === undefined
      ? site !== undefined && site !== "same-origin" && site !== "none"
      : !ownOrigins.includes(origin);
  if (isFromElsewhere) {
    throw new UserError("not-allowed", `Requests from other sites are refused. Open Millrace at ${ownOrigins[0]}.`);
  }
  if (hasBody(headers) && !/^application\/json\s*(?:;|$)/i.test(headers["content-type"] ?? "")) {
    throw new UserError("not-allowed", "Send the body as application/json.");
  }
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
