import type { HostFrame } from "@/server/runtime/protocol";

const HEADER_BYTES = 4;

/** Cuts a stream of bytes into frames. Holds at most one frame, whatever the other side sends. */
export class FrameReader {
  readonly #limitBytes: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The frames that are whole by this chunk, or null when one claims to be longer than the limit. */
  read(chunk: Buffer): readonly string[] | null {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    const frames: string[] = [];
    for (;;) {
      const length = this.#readLength();
      if (length === null) return frames;
      if (length > this.#limitBytes) return null;
      if (this.#pendingBytes < HEADER_BYTES + length) return frames;
      const bytes = this.#join();
      frames.push(bytes.toString("utf8", HEADER_BYTES, HEADER_BYTES + length));
      const rest = bytes.subarray(HEADER_BYTES + length);
      this.#pending = rest.length === 0 ? [] : [rest];
      this.#pendingBytes = rest.length;
    }
  }

  #readLength(): number | null {
    if (this.#pendingBytes < HEADER_BYTES) return null;
    const [first] = this.#pending;
    return (first !== undefined && first.length >= HEADER_BYTES ? first : this.#join()).readUInt32BE(0);
  }

  #join(): Buffer {
    const [first] = this.#pending;
    if (first !== undefined && this.#pending.length === 1) return first;
    const joined = Buffer.concat(this.#pending);
    this.#pending = [joined];
    return joined;
  }
}

export function encodeFrame(frame: HostFrame): Buffer {
  const json = JSON.stringify(frame);
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(json, HEADER_BYTES, "utf8");
  return bytes;
}
