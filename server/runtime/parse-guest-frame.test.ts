import { expect, test } from "vitest";
import { parseGuestFrame } from "@/server/runtime/parse-guest-frame";

const error = { name: "Error", message: "no", stack: "Error: no", isRetryable: true, retryAfterMs: null };

test.each([
  ["a log line", { type: "log", nonce: "n", level: "info", message: "hello" }],
  ["an output", { type: "returned", nonce: "n", isDirty: false, output: { a: [1, null] } }],
  ["a thrown error", { type: "threw", nonce: "n", isDirty: true, error }],
  ["a bundle that does not load", { type: "load-failed", nonce: "n", error }],
  ["the first word", { type: "ready" }],
])("reads %s", (_name, value) => {
  expect(parseGuestFrame(JSON.stringify(value))).toEqual(value);
});

test.each([
  ["no JSON", "{"],
  ["an array", "[]"],
  ["null", "null"],
  ["an unknown type", '{"type":"shutdown","nonce":"n"}'],
  ["a type from the prototype", '{"type":"constructor","nonce":"n"}'],
  ["no nonce", '{"type":"log","level":"info","message":"x"}'],
  ["a level that is none", '{"type":"log","nonce":"n","level":"fatal","message":"x"}'],
  ["a message that is no text", '{"type":"log","nonce":"n","level":"info","message":{}}'],
  ["no output", '{"type":"returned","nonce":"n"}'],
  ["an error without a stack", '{"type":"threw","nonce":"n","error":{"name":"E","message":"m"}}'],
])("refuses %s", (_name, text) => {
  expect(parseGuestFrame(text)).toBeNull();
});

test("keeps __proto__ as data and gives it to no prototype", () => {
  const frame = parseGuestFrame('{"type":"returned","nonce":"n","output":{"__proto__":{"admin":true}}}');
  const output = frame?.type === "returned" ? frame.output : null;
  expect(Object.keys(output ?? {})).toEqual(["__proto__"]);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("ignores a wish for a time that is none", () => {
  const frame = parseGuestFrame(JSON.stringify({ type: "threw", nonce: "n", error: { ...error, retryAfterMs: -5 } }));
  expect(frame).toMatchObject({ error: { retryAfterMs: null } });
});

test("refuses a frame that nests too deeply to be read", () => {
  const output = "[".repeat(200_000) + "]".repeat(200_000);
  expect(parseGuestFrame(`{"type":"returned","nonce":"n","output":${output}}`)).toBeNull();
});
