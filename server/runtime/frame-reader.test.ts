import { expect, test } from "vitest";
import { encodeFrame, FrameReader } from "@/server/runtime/frame-reader";

const frame = (text: string): Buffer => {
  const body = Buffer.from(text);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
};

test("gives back what was encoded", () => {
  const reader = new FrameReader(1_000);
  expect(reader.read(encodeFrame({ type: "load", code: "ü = 1" }))).toEqual(['{"type":"load","code":"ü = 1"}']);
});

test("puts a frame together however it was cut", () => {
  const bytes = Buffer.concat([frame("one"), frame(""), frame("three")]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const reader = new FrameReader(100);
    const frames: string[] = [];
    for (let at = 0; at < bytes.length; at += size) frames.push(...(reader.read(bytes.subarray(at, at + size)) ?? []));
    expect(frames, `cut into ${size} bytes`).toEqual(["one", "", "three"]);
  }
});

test("refuses a frame that claims more than the limit, before any of it has come", () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(101);
  expect(new FrameReader(100).read(header)).toBeNull();
  expect(new FrameReader(100).read(Buffer.concat([frame("a"), header]))).toBeNull();
});
