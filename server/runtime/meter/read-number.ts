import { readSync } from "node:fs";

const buffer = Buffer.alloc(8_192);

/** Reads a small kernel file anew from its start; its descriptor stays open, which makes this cheap. */
export function readText(fd: number): string {
  return buffer.toString("latin1", 0, readSync(fd, buffer, 0, buffer.length, 0));
}

export function readNumber(fd: number): number {
  return Number.parseInt(readText(fd), 10);
}
