import { expect, test } from "vitest";
import { buildSeccompFilter } from "@/server/runtime/walls/seccomp-filter";

const X64 = 0xc000_003e;
const ARM64 = 0xc000_00b7;
const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const CLONE_THREAD = 0x0001_0000;

/** Runs the filter as the kernel would, over one call. */
function ask(architecture: string, call: { audit: number; number: number; argument?: number }): number {
  const filter = buildSeccompFilter(architecture);
  if (filter === null) throw new Error("no filter");
  const words: Readonly<Record<number, number>> = { 0: call.number, 4: call.audit, 16: call.argument ?? 0 };
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x06) return value;
    if (code === 0x20) {
      accumulator = words[value] ?? 0;
      continue;
    }
    const holds = { 21: accumulator === value, 53: accumulator >= value, 69: (accumulator & value) !== 0 }[code];
    at += filter.readUInt8(at * 8 + (holds ? 2 : 3));
  }
  throw new Error("The filter ran off its end.");
}

test.each([
  ["read", 0, 0, ALLOW],
  ["execve, as bubblewrap itself needs it once", 59, 0, ALLOW],
  ["fork", 57, 0, EPERM],
  ["vfork", 58, 0, EPERM],
  ["ptrace", 101, 0, EPERM],
  ["mount", 165, 0, EPERM],
  ["unshare", 272, 0, EPERM],
  ["bpf", 321, 0, EPERM],
  ["io_uring_setup", 425, 0, EPERM],
  ["a thread", 56, CLONE_THREAD, ALLOW],
  ["a process by clone", 56, 17, EPERM],
  ["clone3, so that the C library falls back", 435, 0, 0x0005_0026],
  ["a UNIX socket", 41, 1, ALLOW],
  ["an IPv6 socket", 41, 10, ALLOW],
  ["a netlink socket", 41, 16, 0x0005_0061],
  ["a vsock", 41, 40, 0x0005_0061],
  ["a call of the x32 ABI", 0x4000_0000 + 59, 0, EPERM],
])("answers %s on x64", (_name, number, argument, answer) => {
  expect(ask("x64", { audit: X64, number, argument })).toBe(answer);
});

test.each([
  ["a thread", 220, CLONE_THREAD, ALLOW],
  ["a process by clone", 220, 17, EPERM],
  ["mount", 40, 0, EPERM],
  ["a vsock", 198, 40, 0x0005_0061],
])("answers %s on arm64", (_name, number, argument, answer) => {
  expect(ask("arm64", { audit: ARM64, number, argument })).toBe(answer);
});

test("kills a process that calls by the numbers of another machine", () => {
  expect(ask("x64", { audit: 0x4000_0003, number: 1 })).toBe(0x8000_0000);
});

test("knows no filter for other machines", () => {
  expect(buildSeccompFilter("riscv64")).toBeNull();
});
