import { describe, expect, test } from "vitest";
import { forwardHeaders } from "@/server/ingress/http/forwarded-headers";

describe("forwardHeaders", () => {
  test("hands on what the sender says, its own authorization included", () => {
    const headers = { authorization: "Bearer x", "x-forwarded-for": "1.2.3.4", "content-type": "text/plain" };
    expect(forwardHeaders(headers)).toEqual(headers);
  });

  test("leaves out what concerns this connection only", () => {
    const headers = { connection: "keep-alive, X-Secret-Hop", "keep-alive": "1", te: "trailers", "x-secret-hop": "1" };
    expect(forwardHeaders({ ...headers, host: "h" })).toEqual({ host: "h" });
  });

  test("never hands on the platform's own session", () => {
    const ours = ["millrace.session=s", "millrace-3000.session=s", "__Host-millrace.session=s", "better-auth.state=d"];
    expect(forwardHeaders({ cookie: ["a=1", ...ours, "b=2"].join("; ") })).toEqual({ cookie: "a=1; b=2" });
    expect(forwardHeaders({ cookie: "better-auth.session_token=s" })).toEqual({});
  });
});
