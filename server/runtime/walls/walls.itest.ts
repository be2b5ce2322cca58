import { createSocket, type Socket } from "node:dgram";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureOf, outputOf, startTestRuntime, type TestRuntime } from "@/server/runtime/testing/start-test-runtime";
import type { JsonValue } from "@/workflows/json";

const CANARY = "canary-4f1d0c";

const code = `
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import dgram from "node:dgram";
import dns from "node:dns/promises";
import childProcess from "node:child_process";
import { Worker } from "node:worker_threads";
const attempt = async (work) => { try { return { did: await work() ?? null }; } catch (error) { return { failed: String(error?.code ?? error?.cause?.code ?? error?.message ?? error) }; } };
const connect = (options) => new Promise((resolve, reject) => net.connect(options, () => resolve("connected")).on("error", reject));
const spin = () => { for (;;); };
export const programs = {
  read: (input) => attempt(() => fs.readFileSync(input, "utf8")),
  list: (input) => fs.readdirSync(input).sort(),
  write: (input) => attempt(() => fs.writeFileSync(input, "x")),
  environment: () => ({ ...process.env }),
  identity: () => ({ uid: process.getuid(), gid: process.getgid(), groups: process.getgroups(), host: os.hostname(), pid: process.pid }),
  status: () => fs.readFileSync("/proc/self/status", "utf8"),
  descriptors: () => fs.readdirSync("/proc/self/fd").flatMap((fd) => { try { return [[Number(fd), fs.readlinkSync("/proc/self/fd/" + fd)]]; } catch { return []; } }),
  processes: () => fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)),
  connect: (input) => attempt(() => connect(input)),
  fetch: (input) => attempt(async () => (await fetch(input)).status),
  resolve: () => attempt(() => dns.lookup("example.com")),
  udp: (input) => attempt(() => new Promise((resolve, reject) => { const socket = dgram.createSocket("udp4"); socket.on("error", reject); socket.send("x", input, "127.0.0.1", (error) => error ? reject(error) : resolve("sent")); })),
  spawn: () => attempt(() => { const { error, status } = childProcess.spawnSync("/node", ["-e", "0"]); if (error) throw error; return status; }),
  forkBomb: async () => { const made = []; for (let i = 0; i < 500; i++) made.push(await attempt(() => new Promise((resolve, reject) => { const child = childProcess.spawn("/node", ["-e", "setInterval(()=>{},1e9)"]); child.on("error", reject); child.on("spawn", resolve); }))); return made.filter((x) => "did" in x).length; },
  threadBomb: async () => { const kept = []; let refused = 0; for (let i = 0; i < 300; i++) { try { const worker = new Worker("setInterval(()=>{},1e9)", { eval: true }); worker.on("error", () => refused++); kept.push(worker); } catch { refused++; } } await new Promise((r) => setTimeout(r, 5000)); return { refused }; },
  signals: () => attempt(() => process.kill(-1, "SIGKILL")),
  inspector: async () => { process.kill(process.pid, "SIGUSR1"); const { url } = await import("node:inspector"); return url() ?? null; },
  setuid: () => attempt(() => process.setuid(0)),
  loop: spin,
  promiseLoop: async () => { for (;;) await null; },
  regexLoop: () => /(a+)+$/.test("a".repeat(40) + "b"),
  waitLoop: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  jsonLoop: () => ({ toJSON: spin }),
  getterLoop: () => { throw { get message() { return spin(); } }; },
  loadLoop: () => import("data:text/javascript,for(;;);"),
  ignoreSignals: () => { for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => {}); spin(); },
  bytes: async () => { const held = []; for (;;) { held.push(new Uint8Array(4 << 20).fill(7)); await null; } },
  bytesAtOnce: () => new Uint8Array(1 << 30).fill(7).length,
  strings: () => { const held = []; for (;;) { const text = "x".repeat(1e6) + held.length; held.push(text); text.charCodeAt(5); Number(text); } },
  objects: () => { const held = []; for (;;) held.push({ at: held.length }); },
  wasm: () => { const memory = new WebAssembly.Memory({ initial: 16384 }); new Uint8Array(memory.buffer).fill(7); return 1; },
  tmpBomb: () => attempt(() => { for (let i = 0; i < 100; i++) fs.writeFileSync("/tmp/" + i, Buffer.alloc(8 << 20, 1)); }),
  gigabyte: () => { const text = "x".repeat(1 << 20); for (let i = 0; i < 1024; i++) console.log(text); },
  rawGigabyte: () => { const text = "x".repeat(1 << 20); for (let i = 0; i < 1024; i++) fs.writeSync(1, text); return "done"; },
  rawErrors: () => { const text = "x".repeat(1 << 20); return attempt(() => { for (let i = 0; i < 64; i++) fs.writeSync(2, text); }); },
  exit: () => process.exit(3),
  abort: () => process.abort(),
  forge: (input) => { const body = Buffer.from(input); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); fs.writeSync(3, Buffer.concat([head, body])); return new Promise(() => setTimeout(() => {}, 9000)); },
  forgeLength: () => { fs.writeSync(3, Buffer.alloc(4, 0xff)); return new Promise(() => setTimeout(() => {}, 9000)); },
  forgeFlood: () => { const body = Buffer.from(JSON.stringify({ type: "log", nonce: "x", level: "info", message: "x".repeat(1e6) })); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); const frame = Buffer.concat([head, body]); for (;;) fs.writeSync(3, frame); },
  closeChannel: () => { fs.closeSync(3); return 1; },
  leave: () => { globalThis.left = "${CANARY}"; Array.prototype.left = "${CANARY}"; fs.writeFileSync("/tmp/left", "${CANARY}"); return 1; },
  find: () => [globalThis.left ?? null, [].left ?? null, fs.readdirSync("/tmp")],
  breakBuiltins: () => { JSON.stringify = () => '{"type":"returned","nonce":"x","output":"forged"}'; JSON.parse = () => ({}); Buffer.concat = () => { throw 1; }; Array.prototype.push = () => 0; Map.prototype.get = () => 7; return "mine"; },
  ok: () => "ok",
};`;

let walled: TestRuntime;
const run: TestRuntime["run"] = (nodeId, call) => walled.run(nodeId, call);
beforeAll(async () => {
  walled = await startTestRuntime(code);
});
afterAll(() => walled.runtime.stop());

const succeeded = async (nodeId: string, input: JsonValue = null): Promise<JsonValue> =>
  outputOf((await run(nodeId, { input, wallMs: 20_000 })).outcome);

describe("what a step can see of the machine", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-canary-"));
    writeFileSync(join(folder, "secret"), CANARY, { mode: 0o644 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is a root with nothing but Node in it", async () => {
    expect(await succeeded("list", "/")).toEqual(
      ["dev", "harness.cjs", "lib", "lib64", "node", "proc", "tmp"].filter((name) => existsInside(name)),
    );
    expect(await succeeded("list", "/dev")).toEqual(["null", "random", "urandom", "zero"]);
  });

  test.each([
    "/etc/passwd",
    "/etc/hostname",
    "/proc/1/root/etc/passwd",
    "/proc/self/cwd/../etc/passwd",
    "/sys/kernel/version",
  ])("does not hold %s", async (path) => {
    expect(await succeeded("read", path)).toEqual({ failed: "ENOENT" });
  });

  test("does not hold a file of this machine, by whichever way", async () => {
    const path = join(folder, "secret");
    expect(await succeeded("read", path)).toEqual({ failed: "ENOENT" });
    expect(await succeeded("read", `/proc/${process.pid}/root${path}`)).toEqual({ failed: "ENOENT" });
  });

  test("is no environment, its own included", async () => {
    process.env.MILLRACE_TEST_CANARY = CANARY;
    const fresh = await run("environment", { bundleHash: "fresh" });
    delete process.env.MILLRACE_TEST_CANARY;
    expect(outputOf(fresh.outcome)).toEqual({ PWD: "/tmp" });
    expect(JSON.stringify(await succeeded("read", "/proc/1/environ"))).not.toContain(CANARY);
  });

  test("is one process, which is its own", async () => {
    expect(await succeeded("processes")).toEqual(["1"]);
    expect(await succeeded("identity")).toEqual({ uid: 1000, gid: 1000, groups: [1000], host: "step", pid: 1 });
  });

  test("are no rights, and none to be had", async () => {
    const status = String(await succeeded("status"));
    expect(status).toMatch(/CapEff:\t0000000000000000\nCapBnd:\t0000000000000000/);
    expect(status).toMatch(/NoNewPrivs:\t1/);
    expect(status).toMatch(/Seccomp:\t2/);
    expect(await succeeded("setuid")).toMatchObject({ failed: expect.stringMatching(/EPERM|EINVAL/) });
  });

  test("are no descriptors but Node's own and the channel", async () => {
    // safety: the program returns pairs of a number and a text.
    const descriptors = (await succeeded("descriptors")) as [number, string][];
    const foreign = descriptors.filter(
      ([fd, target]) => fd > 3 && !/^(anon_inode:|pipe:|\/dev\/null|\/proc\/)/.test(target),
    );
    expect(foreign).toEqual([]);
    expect(descriptors.filter(([, target]) => target.startsWith("socket:")).map(([fd]) => fd)).toEqual([2, 3]);
  });

  test("cannot be written but for /tmp", async () => {
    for (const path of ["/x", "/node", "/lib/x", "/dev/x", "/proc/sys/kernel/hostname", "/proc/1/oom_score_adj_"]) {
      expect(await succeeded("write", path), path).toHaveProperty("failed");
    }
    expect(await succeeded("write", "/tmp/x")).toEqual({ did: null });
  });

  test("is nothing of another workspace's or bundle's steps", async () => {
    outputOf((await run("leave", { bundleHash: "left" })).outcome);
    const other = await run("find", { bundleHash: "left", workspaceId: "workspace-b" });
    expect(outputOf(other.outcome)).toEqual([null, null, []]);
  });
});

describe("the network", () => {
  let tcp: Server;
  let unix: Server;
  let udp: Socket;
  let folder: string;
  let heard = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "millrace-socket-"));
    const listen = (where: string | number) =>
      new Promise<Server>((resolve) => {
        const server = createServer((socket) => {
          heard += 1;
          socket.end();
        });
        server.listen(where as number, () => resolve(server));
      });
    tcp = await listen(0);
    unix = await listen(join(folder, "s"));
    udp = createSocket("udp4", () => {
      heard += 1;
    });
    await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    tcp.close();
    unix.close();
    udp.close();
    rmSync(folder, { recursive: true });
  });

  test("is not there: no listener of this machine hears anything", async () => {
    const address = tcp.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    for (const input of [
      { host: "127.0.0.1", port },
      { host: "::1", port },
      { host: "169.254.169.254", port: 80 },
      { host: "1.1.1.1", port: 443 },
      { path: join(folder, "s") },
      { path: "\0millrace" },
    ]) {
      expect(await succeeded("connect", input), JSON.stringify(input)).toHaveProperty("failed");
    }
    expect(await succeeded("fetch", `http://127.0.0.1:${port}/`)).toHaveProperty("failed");
    expect(await succeeded("resolve")).toHaveProperty("failed");
    // Its own loopback takes the datagram, and nobody is there.
    await succeeded("udp", udp.address().port);
    expect(heard).toBe(0);
  });
});

describe("other processes", () => {
  test("cannot be made", async () => {
    expect(await succeeded("spawn")).toEqual({ failed: "EPERM" });
    expect(await succeeded("forkBomb")).toBe(0);
  });

  test("cannot be reached by a signal", async () => {
    expect(await succeeded("signals")).toHaveProperty("failed");
    expect(process.kill(process.pid, 0)).toBe(true);
  });

  test("threads are limited", async () => {
    const { outcome } = await run("threadBomb", { wallMs: 20_000, memoryMb: 128 });
    if (outcome.ok) expect(outcome.output).not.toEqual({ refused: 0 });
    else expect(["out-of-memory", "lost", "threw"]).toContain(outcome.failure.code);
    expect(await succeeded("ok")).toBe("ok");
  });

  test("no debugger opens for a signal", async () => {
    const { outcome } = await run("inspector");
    expect(outcome.ok ? outcome.output : outcome.failure.code).toEqual(outcome.ok ? null : "lost");
  });
});

test("a step is the first to go when the machine runs out of memory", async () => {
  expect(await succeeded("read", "/proc/self/oom_score_adj")).toEqual({ did: "1000\n" });
});

describe("a step that does not end", () => {
  test.each(["loop", "promiseLoop", "regexLoop", "waitLoop", "jsonLoop", "getterLoop", "loadLoop", "ignoreSignals"])(
    "%s is dead at most a second after its deadline",
    async (nodeId) => {
      const { outcome } = await run(nodeId, { wallMs: 400 });
      expect(failureOf(outcome)).toMatchObject({ code: "timed-out", message: expect.stringContaining("400 ms") });
      expect(outcome.usage.wallMs).toBeGreaterThan(399);
      expect(outcome.usage.wallMs).toBeLessThan(1_400);
    },
  );
});

describe("a step that eats memory", () => {
  test.each(["bytes", "bytesAtOnce", "strings", "objects", "wasm"])(
    "%s is killed at its limit, and told",
    async (nodeId) => {
      const { outcome } = await run(nodeId, { wallMs: 25_000, memoryMb: 96 });
      const failure = failureOf(outcome);
      // An allocation that V8 itself refuses is an error of the step, and costs nothing.
      if (failure.code === "threw") expect(failure.message).toMatch(/memory|allocation/i);
      else expect(failure).toMatchObject({ code: "out-of-memory", message: expect.stringContaining("96 MB") });
      expect(outcome.usage.peakMemoryBytes).toBeLessThan(130 * 1_024 * 1_024);
    },
  );

  test("a full /tmp is an error of the step", async () => {
    const { outcome } = await run("tmpBomb", { memoryMb: 256 });
    expect(outputOf(outcome)).toEqual({ failed: "ENOSPC" });
  });
});

describe("a step that floods", () => {
  test("the log is killed, and its log has a mark", async () => {
    const { outcome, logs } = await run("gigabyte", { wallMs: 25_000 });
    expect(failureOf(outcome).code).toBe("log-flood");
    expect(logs.length).toBeLessThan(1_002);
  });

  test("standard output itself goes nowhere", async () => {
    expect(await succeeded("rawGigabyte")).toBe("done");
  });

  test("standard error is hung up on", async () => {
    const before = process.memoryUsage().rss;
    const { outcome } = await run("rawErrors", { wallMs: 5_000 });
    expect(outcome.ok ? outcome.output : outcome.failure.code).toBeTruthy();
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_024 * 1_024);
  });
});

describe("a step that attacks its channel", () => {
  test.each([
    ["an answer without the nonce", '{"type":"returned","nonce":"guess","output":1}'],
    ["an unknown frame", '{"type":"shutdown","nonce":"x"}'],
    ["no JSON", "}{"],
    ["the ready frame", '{"type":"ready"}'],
  ])("%s is no answer: its process is lost", async (_name, frame) => {
    const { outcome } = await run("forge", { input: frame });
    expect(failureOf(outcome)).toMatchObject({ code: "lost", message: expect.stringContaining("channel") });
  });

  test.each(["forgeLength", "forgeFlood", "closeChannel"])("%s loses its process, not the platform", async (nodeId) => {
    const { outcome } = await run(nodeId, { wallMs: 3_000 });
    expect(["lost", "log-flood", "timed-out"]).toContain(failureOf(outcome).code);
    expect(await succeeded("ok")).toBe("ok");
  });

  test("broken built-ins do not break the harness", async () => {
    const broken = await run("breakBuiltins", { bundleHash: "broken" });
    expect(outputOf(broken.outcome)).toBe("mine");
    expect(outputOf((await run("ok", { bundleHash: "broken" })).outcome)).toBe("ok");
  });
});

describe("a step that ends its process", () => {
  test.each([
    ["exit", /exit code 3/],
    ["abort", /signal|exit code|killed/],
  ])("%s loses it, and the next call gets another", async (nodeId, message) => {
    const { outcome } = await run(nodeId);
    expect(failureOf(outcome)).toMatchObject({
      code: "lost",
      retryable: true,
      message: expect.stringMatching(message),
    });
    expect(await succeeded("ok")).toBe("ok");
  });

  test("leaves no control group behind", async () => {
    await run("exit", { bundleHash: "gone" });
    const own = /:memory:(.*)/.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1] ?? "/";
    const parent = join("/sys/fs/cgroup/memory", own);
    const groups = () =>
      existsSync(parent) ? readdirSync(parent).filter((name) => name.startsWith(`millrace-${process.pid}-`)) : [];
    await expect.poll(() => groups().length, { timeout: 5_000 }).toBeLessThanOrEqual(walled.runtime.stats().instances);
  });
});

function existsInside(name: string): boolean {
  return name !== "lib64" || existsSync("/lib64");
}
