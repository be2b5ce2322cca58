import type { IncomingHttpHeaders } from "node:http";

/** Between the sender and this server only (RFC 9110, 7.6.1), and no business of a step. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Cookies of the platform's own sign-in. Hooks share its origin, so a browser sends them along. */
const platformCookie = /^(?:__Secure-|__Host-)?(?:millrace|better-auth)[._-]/;

export type ForwardedHeaders = Readonly<Record<string, string>>;

/**
 * The request's headers as a step may see them: names in lower case, repeated ones joined with commas.
 * Left out are hop-by-hop headers and the platform's session cookie, which would let a step act as the
 * signed-in person. `Authorization` stays: it is how callers prove themselves to a workflow, and the
 * platform itself takes no session from it.
 */
export function forwardHeaders(headers: IncomingHttpHeaders): ForwardedHeaders {
  const named = new Set(headers.connection?.toLowerCase().split(/\s*,\s*/));
  const forwarded: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || named.has(name)) continue;
    const text = typeof value === "string" ? value : value.join(", ");
    const kept = name === "cookie" ? withoutPlatformCookies(text) : text;
    if (kept !== "" || name !== "cookie") forwarded.push([name, kept]);
  }
  return Object.fromEntries(forwarded);
}

function withoutPlatformCookies(cookies: string): string {
  const parts = cookies.split(";").map((cookie) => cookie.trim());
  return parts.filter((cookie) => !platformCookie.test(cookie)).join("; ");
}
