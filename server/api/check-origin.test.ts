import type { IncomingHttpHeaders } from "node:http";
import { expect, test } from "vitest";
import { checkOrigin } from "@/server/api/check-origin";

const own = ["https://mill.example", "http://localhost:3000"];
const json = { "content-type": "application/json", "content-length": "2" };

function isRefused(headers: IncomingHttpHeaders, method = "POST"): boolean {
  try {
    checkOrigin({ method, headers }, own);
    return false;
  } catch {
    return true;
  }
}

test.each<[string, IncomingHttpHeaders]>([
  ["our page", { ...json, origin: "https://mill.example" }],
  ["our page on this machine", { ...json, origin: "http://localhost:3000" }],
  ["a program", json],
  ["our page, without an origin", { ...json, "sec-fetch-site": "same-origin" }],
  ["our page, without a body", { origin: "https://mill.example" }],
  ["a charset", { ...json, "content-type": "application/json; charset=utf-8" }],
])("a change is taken from %s", (_, headers) => {
  expect(isRefused(headers)).toBe(false);
});

test.each<[string, IncomingHttpHeaders]>([
  ["another site", { ...json, origin: "https://evil.example" }],
  ["our name without TLS", { ...json, origin: "http://mill.example" }],
  ["a name that begins like ours", { ...json, origin: "https://mill.example.evil.example" }],
  ["a name that ends like ours", { ...json, origin: "https://evil-mill.example" }],
  ["a page without a name", { ...json, origin: "null" }],
  ["another site, without an origin", { ...json, "sec-fetch-site": "cross-site" }],
  ["a form", { ...json, "content-type": "application/x-www-form-urlencoded" }],
  ["JSON in disguise", { ...json, "content-type": "text/plain" }],
  ["nothing that says what it is", { "content-length": "2" }],
  ["pieces of a form", { "transfer-encoding": "chunked", "content-type": "text/plain" }],
])("a change is refused from %s", (_, headers) => {
  expect(isRefused(headers)).toBe(true);
});

test("a question may come from anywhere: the answer is not readable there", () => {
  expect(isRefused({ origin: "https://evil.example" }, "GET")).toBe(false);
});
