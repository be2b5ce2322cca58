import { Buffer } from "node:buffer";
import { readSync, writeSync } from "node:fs";
import { CHANNEL_FD, type HostFrame } from "@/server/runtime/protocol";

// Taken before any user code runs, which may replace what these names mean.
const { parse } = JSON;
const { allocUnsafe, byteLength, concat } = Buffer;
const exit = process.exit.bind(process);

const HEADER_BYTES = 4;
const READ_BYTES = 64 * 1_024;

/**
 * The instance's end of the socket. Reading blocks the whole process, so between two invocations
 * nothing that the first one left behind can run, and waiting costs no CPU.
 */
export function createChannel(): { read(): HostFrame; write(json: string): void } {
  let pending = allocUnsafe(0);

  const fill = (wanted: number): void => {
    while (pending.length < wanted) {
      const chunk = allocUnsafe(Math.max(READ_BYTES, wanted - pending.length));
      const count = readSync(CHANNEL_FD, chunk, 0, chunk.length, null);
      // The platform has closed its end: there is nobody left to work for.
      if (count === 0) exit(0);
      const received = chunk.subarray(0, count);
      pending = pending.length === 0 ? received : concat([pending, received]);
    }
  };

  return {
    read: () => {
      fill(HEADER_BYTES);
      const end = HEADER_BYTES + pending.readUInt32BE(0);
      fill(end);
      const text = pending.toString("utf8", HEADER_BYTES, end);
      pending = pending.subarray(end);
      // safety: only the platform writes to the other end.
      return parse(text) as HostFrame;
    },
    write: (json) => {
      const length = byteLength(json);
      const frame = allocUnsafe(HEADER_BYTES + length);
      frame.writeUInt32BE(length, 0);
      frame.write(json, HEADER_BYTES, "utf8");
      let sent = 0;
      while (sent < frame.length) sent += writeSync(CHANNEL_FD, frame, sent, frame.length - sent);
    },
  };
}
