import { describe, expect, test } from "vitest";
import { parseBody } from "@/server/ingress/http/parse-body";

function parse(body: string | Buffer, contentType?: string, contentEncoding?: string) {
  return parseBody(Buffer.from(body), { contentType, contentEncoding });
}

describe("parseBody", () => {
  test.each([
    ["JSON", "application/json", '{"a":[1,null]}', { a: [1, null] }],
    ["JSON with a charset", "application/json; charset=UTF-8", '"é"', "é"],
    ["JSON behind a byte order mark", "application/json", "\ufeff1", 1],
    ["JSON of some vendor", "application/vnd.github+json", "true", true],
    ["a form", "application/x-www-form-urlencoded", "a=1&b=x+y&a=2&__proto__=p", { a: ["1", "2"], b: "x y" }],
    ["text", "text/plain", "héllo", "héllo"],
    ["XML", "application/xml", "<a/>", "<a/>"],
    ["no body", "application/json", "", null],
    ["anything else", "application/octet-stream", "abc", { base64: "YWJj" }],
    ["a multipart body", "multipart/form-data; boundary=x", "--x", { base64: "LS14" }],
  ])("reads %s", (_what, contentType, body, expected) => {
    expect(parse(body, contentType)).toMatchObject(expected as object);
  });

  test("does not guess when there is no content type", () => {
    expect(parse('{"a":1}')).toEqual({ base64: "eyJhIjoxfQ==" });
  });

  test("leaves compressed bodies as they are", () => {
    expect(parse("abc", "application/json", "gzip")).toEqual({ base64: "YWJj" });
    expect(parse("1", "application/json", "identity")).toBe(1);
  });

  test("reads text in the charset that it names, and bytes that are none as base64", () => {
    expect(parse(Buffer.from([0xe9]), "text/plain; charset=iso-8859-1")).toBe("é");
    expect(parse(Buffer.from([0xe9]), "text/plain")).toEqual({ base64: "6Q==" });
    expect(parse("a", "text/plain; charset=utf-99")).toEqual({ base64: "YQ==" });
  });

  test("keeps __proto__ as data", () => {
    const parsed = parse('{"__proto__":{"admin":true}}', "application/json");
    expect(Object.keys(parsed as object)).toEqual(["__proto__"]);
    expect("admin" in (parsed as object)).toBe(false);
  });

  test("says where malformed JSON breaks", () => {
    expect(() => parse('{\n "a": nope }', "application/json")).toThrow(
      "The body is not valid JSON: unexpected character at line 2, column 7 (position 8).",
    );
    expect(() => parse('{"a":1', "application/json")).toThrow("it ends too early, at line 1, column 7 (position 6)");
  });

  test("refuses JSON that is not UTF-8", () => {
    expect(() => parse(Buffer.from([0x22, 0xff, 0x22]), "application/json")).toThrow("it is not UTF-8");
    expect(() => parse("1", "application/json; charset=utf-16")).toThrow("not as utf-16");
  });

  test("refuses nesting deeper than 512 levels, however it is spelt", () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(parse(nested(512), "application/json")).toBeInstanceOf(Array);
    expect(() => parse(nested(513), "application/json")).toThrow("deeper than 512 levels");
    expect(() => parse('{"a":'.repeat(100_000), "application/json")).toThrow("deeper than 512 levels");
    expect(parse(`"${"[".repeat(5_000)}"`, "application/json")).toBe("[".repeat(5_000));
  });
});
