import { createHmac, timingSafeEqual } from "node:crypto";

/** The one cookie. Browsers share cookies between ports, so a port that stands in the URL is part of its name. */
export type SessionCookie = { readonly name: string; readonly isSecure: boolean };

export function sessionCookieOf(publicUrl: string): SessionCookie {
  const { protocol, port } = new URL(publicUrl);
  const name = port === "" ? "millrace.session" : `millrace-${port}.session`;
  const isSecure = protocol === "https:";
  // The prefix makes browsers refuse the cookie from a sibling domain and without TLS.
  return { name: isSecure ? `__Host-${name}` : name, isSecure };
}

/** The session's token, if the cookie was signed with our secret. */
export function readSessionToken(cookieHeader: string | null, name: string, secret: string): string | null {
  const raw = findCookie(cookieHeader ?? "", name);
  if (raw === null) return null;
  const signed = decode(raw);
  const dot = signed.lastIndexOf(".");
  if (dot < 1) return null;

  const token = signed.slice(0, dot);
  const expected = createHmac("sha256", secret).update(token).digest();
  const received = Buffer.from(signed.slice(dot + 1), "base64");
  // timingSafeEqual throws on unequal lengths, so length is checked first.
  const isOurs = received.length === expected.length && timingSafeEqual(received, expected);
  return isOurs && !token.includes("\0") ? token : null;
}

function findCookie(header: string, name: string): string | null {
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return null;
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return "";
  }
}
