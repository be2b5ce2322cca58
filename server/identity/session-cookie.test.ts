import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readSessionToken, sessionCookieOf } from "@/server/identity/session-cookie";

const secret = "s".repeat(40);
const name = "millrace.session";

function signed(token: string, key = secret): string {
  return encodeURIComponent(`${token}.${createHmac("sha256", key).update(token).digest("base64")}`);
}

describe("the session's cookie", () => {
  test.each([
    ["http://localhost:3000", { name: "millrace-3000.session", isSecure: false }],
    ["http://mill.example", { name: "millrace.session", isSecure: false }],
    ["https://mill.example", { name: "__Host-millrace.session", isSecure: true }],
    ["https://mill.example:8443", { name: "__Host-millrace-8443.session", isSecure: true }],
  ])("of %s is %j", (publicUrl, cookie) => {
    expect(sessionCookieOf(publicUrl)).toEqual(cookie);
  });

  test("gives the token it was signed for, among others", () => {
    const header = `theme=dark; ${name}=${signed("token-1")}; x-${name}=${signed("token-2")}`;
    expect(readSessionToken(header, name, secret)).toBe("token-1");
  });

  test.each([
    ["no cookie", null],
    ["no such cookie", "theme=dark"],
    ["no signature", `${name}=token-1`],
    ["an empty signature", `${name}=token-1.`],
    ["another secret's signature", `${name}=${signed("token-1", "other")}`],
    ["another token's signature", `${name}=${signed("token-1").replace("token-1", "token-2")}`],
    ["half an escape", `${name}=%E0%A4%A`],
    ["a NUL", `${name}=${signed("token\0")}`],
  ])("gives none for %s", (_, header) => {
    expect(readSessionToken(header, name, secret)).toBeNull();
  });
});
