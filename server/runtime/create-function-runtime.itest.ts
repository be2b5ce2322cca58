import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOG_CUT_MARK } from "@/server/runtime/step-log-collector";
import {
  failureOf,
  invocationOf,
  outputOf,
  startTestRuntime,
  type TestRuntime,
} from "@/server/runtime/testing/start-test-runtime";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";

const MB = 1_024 * 1_024;

const code = `
let calls = 0;
const waitMs = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const programs = {
  echo: async (input, ctx) => ({ input, key: ctx.idempotencyKey, attempt: ctx.attempt, step: ctx.stepName }),
  count: () => ++calls,
  wait: async (input) => { await waitMs(input); return ++calls; },
  nothing: () => undefined,
  proto: () => JSON.parse('{"__proto__":{"a":1}}'),
  date: () => ({ at: new Date(0) }),
  log: (input, ctx) => {
    console.log("plain", { a: { b: 1 } });
    ctx.log.warn("careful", 7);
    console.error(new Error("shown").message);
    console.debug("detail");
    process.stdout.write("half a ");
    process.stdout.write("line\\nrest");
  },
  chatter: () => { for (let i = 0; i < 5000; i++) console.log("line", i); return "done"; },
  long: () => { console.log("x".repeat(1_000_000)); },
  throwString: () => { throw "boom"; },
  throwNull: () => { throw null; },
  throwProxy: () => { throw new Proxy({}, { get() { throw 1; } }); },
  rejectLater: async () => { Promise.reject(new RangeError("nobody waits for me")); await waitMs(1000); },
  throwInTimer: async () => { setTimeout(() => { throw new Error("in a timer"); }, 1); await waitMs(1000); },
  noRetry: (input, ctx) => { throw new ctx.NonRetriableError("never"); },
  retryAfter: (input, ctx) => { throw new ctx.RetryAfterError("busy", 30_000); },
  leaveBehind: () => { setTimeout(() => console.log("I belong to another run"), 5); Promise.reject(new Error("stray")); return 1; },
  listen: async () => { await waitMs(30); return "quiet"; },
  fn: () => ({ items: [0, 1, 2, { callback() {} }] }),
  circle: () => { const a = {}; a.b = { a }; return a; },
  big: () => ({ n: 10n }),
  huge: () => "x".repeat(5_000_000),
  atLimit: () => "x".repeat(4 * 1024 * 1024 - 2),
  hold: async (input) => { const held = Buffer.alloc(input * 1024 * 1024, 1); await waitMs(300); return held.length; },
  burn: (input) => { const end = performance.now() + input; while (performance.now() < end); return null; },
  signal: async (input, ctx) => { await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve)); console.log("told"); await waitMs(5000); },
  worker: async () => { const { Worker } = await import("node:worker_threads"); new Worker("for(;;);", { eval: true }); await waitMs(50); return 1; },
};`;

describe("one instance", () => {
  let test1: TestRuntime;
  const run: TestRuntime["run"] = (nodeId, call) => test1.run(nodeId, call);
  beforeAll(async () => {
    test1 = await startTestRuntime(code);
  });
  afterAll(() => test1.runtime.stop());

  test("gives a step its input and context, and gives back its output with what it used", async () => {
    const { outcome } = await run("echo", { input: { amount: 3 } });
    expect(outcome).toEqual({
      ok: true,
      output: { input: { amount: 3 }, key: "run-1/echo", attempt: 2, step: "Charge the card" },
      usage: {
        wallMs: expect.any(Number),
        cpuMs: expect.any(Number),
        peakMemoryBytes: expect.any(Number),
        startKind: "cold",
        startMs: expect.any(Number),
      },
    });
    expect(outcome.usage.cpuMs).toBeGreaterThan(0);
    expect(outcome.usage.startMs).toBeGreaterThan(1);
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(5 * MB);
  });

  test("serves the next call of the same bundle from the warm instance", async () => {
    const first = await run("count");
    const second = await run("count");
    expect(second.outcome.usage).toMatchObject({ startKind: "warm", startMs: 0 });
    expect(outputOf(second.outcome)).toBe(Number(outputOf(first.outcome)) + 1);
    expect(test1.runtime.stats().instances).toBe(1);
  });

  test.each([
    ["undefined becomes null", "nothing", null],
    ["a date becomes text", "date", { at: "1970-01-01T00:00:00.000Z" }],
    ["__proto__ stays data", "proto", JSON.parse('{"__proto__":{"a":1}}')],
  ])("%s", async (_name, nodeId, expected) => {
    const { outcome } = await run(nodeId);
    expect(JSON.stringify(outputOf(outcome))).toBe(JSON.stringify(expected));
  });

  test("everything that is printed becomes a line of the log, in order", async () => {
    const { logs } = await run("log");
    expect(logs.map(({ level, message }) => [level, message])).toEqual([
      ["info", "plain { a: { b: 1 } }"],
      ["warn", "careful 7"],
      ["error", "shown"],
      ["debug", "detail"],
      ["info", "half a line"],
      ["info", "rest"],
    ]);
  });

  test("a log that is too long is cut with a mark, and the step goes on", async () => {
    const { outcome, logs } = await run("chatter");
    expect(outputOf(outcome)).toBe("done");
    expect(logs).toHaveLength(1_001);
    expect(logs.at(-1)?.message).toBe(LOG_CUT_MARK);
    const { logs: long } = await run("long");
    expect(long).toHaveLength(1);
    expect(long[0]?.message).toMatch(/… \(cut: 1000000 characters\)$/);
  });

  test.each([
    ["throwString", /threw 'boom', which is not an Error/],
    ["throwNull", /threw null, which is not an Error/],
    ["throwProxy", /which is not an Error/],
  ])("%s is a failure in words, and the instance stays", async (nodeId, message) => {
    const { outcome } = await run(nodeId);
    expect(failureOf(outcome)).toMatchObject({ code: "threw", message: expect.stringMatching(message) });
    expect((await run("nothing")).outcome.usage.startKind).toBe("warm");
  });

  test.each([
    ["rejectLater", "RangeError", "nobody waits for me"],
    ["throwInTimer", "Error", "in a timer"],
  ])("%s fails the step it belongs to, and its instance is replaced", async (nodeId, errorName, message) => {
    const { outcome } = await run(nodeId);
    expect(failureOf(outcome)).toMatchObject({ code: "threw", errorName, message });
    expect((await run("nothing")).outcome.usage.startKind).toBe("cold");
  });

  test("what a finished call left behind neither speaks nor fails in the next one", async () => {
    outputOf((await run("leaveBehind")).outcome);
    const next = await run("listen");
    expect(outputOf(next.outcome)).toBe("quiet");
    expect(next.logs).toEqual([]);
  });

  test("an instance with a worker left in it is not used again", async () => {
    outputOf((await run("worker")).outcome);
    expect((await run("nothing")).outcome.usage.startKind).toBe("cold");
  });

  test.each([
    ["fn", "not-serialisable", /output\.items\[3\]\.callback is a function/],
    ["circle", "not-serialisable", /output\.b\.a refers back/],
    ["big", "not-serialisable", /output\.n is a BigInt/],
    ["huge", "output-too-large", /4\.8 MB/],
    ["noRetry", "threw", /never/],
    ["no-such-node", "load-failed", /no program for the node no-such-node/],
  ])("%s fails without another attempt", async (nodeId, failureCode, message) => {
    const { outcome } = await run(nodeId);
    expect(failureOf(outcome)).toMatchObject({
      code: failureCode,
      retryable: false,
      message: expect.stringMatching(message),
    });
  });

  test("an output of exactly the limit passes", async () => {
    expect(String(outputOf((await run("atLimit")).outcome))).toHaveLength(4 * MB - 2);
  });

  test("RetryAfterError asks for a time", async () => {
    expect(failureOf((await run("retryAfter")).outcome)).toMatchObject({ retryable: true, retryAfterMs: 30_000 });
  });

  test("measures the memory that a step holds, for this call only", async () => {
    const { outcome } = await run("hold", { input: 100, memoryMb: 256 });
    outputOf(outcome);
    expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(100 * MB);
    expect(outcome.usage.peakMemoryBytes).toBeLessThan(125 * MB);
  });

  test("measures the CPU that a step burns", async () => {
    const { outcome } = await run("burn", { input: 200 });
    // The clock goes on while another process has the core, so this has no lower bound near 200.
    expect(outcome.usage.cpuMs).toBeGreaterThan(20);
    expect(outcome.usage.cpuMs).toBeLessThan(260);
    expect(outcome.usage.wallMs).toBeGreaterThan(200);
    const { outcome: idle } = await run("wait", { input: 300 });
    expect(idle.usage.cpuMs).toBeLessThan(50);
  });

  test("the signal tells a step that its time is over, shortly before its end", async () => {
    const { outcome, logs } = await run("signal", { wallMs: 300 });
    expect(failureOf(outcome).code).toBe("timed-out");
    expect(logs.map((line) => line.message)).toEqual(["told"]);
  });

  test("cancelling kills the process", async () => {
    const controller = new AbortController();
    const running = run("wait", { input: 20_000, signal: controller.signal, wallMs: 30_000 });
    setTimeout(() => controller.abort(), 300);
    const startedAtMs = performance.now();
    expect(failureOf((await running).outcome)).toMatchObject({ code: "cancelled", retryable: false });
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    expect(failureOf((await run("echo", { signal: controller.signal })).outcome).code).toBe("cancelled");
  });
});

test("an error is placed in the author's own file and line", async () => {
  const source = `type Card = { readonly number: string };

function check(card: Card): void {
  if (card.number === "") throw new TypeError("no number");
}
export default async (input: Card) => check(input);`;
  const { code: step, map } = transformSync(source, { loader: "ts", sourcemap: true, sourcefile: "charge.ts" });
  const bundle = step.replace(/export \{[^}]*\};|export default/, (text) =>
    text.startsWith("export {") ? "" : "const stdin_default =",
  );
  const name = /(\w+) = async/.exec(bundle)?.[1];
  const { run, runtime } = await startTestRuntime({
    code: `${bundle}\nexport const programs = { charge: ${name} };`,
    sourceMap: map,
  });
  const failure = failureOf((await run("charge", { input: { number: "" } })).outcome);
  await runtime.stop();
  expect(failure).toMatchObject({ code: "threw", errorName: "TypeError", message: "no number" });
  expect(failure.locations?.[0]).toEqual({ nodeId: "charge", line: 4, column: 33 });
  expect(failure.locations?.[1]).toMatchObject({ nodeId: "charge", line: 6 });
});

test("what a bundle prints while it is loaded stands in the log of the first call", async () => {
  const { run, runtime } = await startTestRuntime(`console.log("loading"); export const programs = { echo: () => 1 };`);
  const logs = [(await run("echo")).logs, (await run("echo")).logs];
  await runtime.stop();
  expect(logs.map((lines) => lines.map((line) => line.message))).toEqual([["loading"], []]);
});

test("nothing outlives a platform that is killed", async () => {
  const script = `
    const { startTestRuntime } = await import("@/server/runtime/testing/start-test-runtime");
    const { run, runtime } = await startTestRuntime("export const programs = { loop() { for (;;); }, ok: () => 1 };", { blankPoolSize: 1, refillDelayMs: 0 });
    run("loop", { bundleHash: "loop", wallMs: 100000 });
    await run("ok");
    while (runtime.stats().blanks === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log("ready");`;
  const loader = fileURLToPath(new URL("../../scripts/register-typescript.mjs", import.meta.url));
  const folder = fileURLToPath(new URL("../..", import.meta.url));
  const options = ["--import", loader, "--input-type=module", "-e", script];
  const platform = spawn(process.execPath, options, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  await once(platform.stdout, "data");
  const family = findDescendants(platform.pid ?? 0);
  expect(family.length).toBeGreaterThanOrEqual(6);
  platform.kill("SIGKILL");
  await expect.poll(() => family.filter(isRunning), { timeout: 5_000 }).toEqual([]);
});

test.each([
  ["without walls, for whoever insists", { kind: "none" }],
  ["where no /proc can be mounted", { kind: "bubblewrap", command: "/usr/bin/bwrap", hasProc: false }],
] satisfies [string, IsolationMode][])("works %s", async (_name, isolation) => {
  const { run, runtime } = await startTestRuntime(code, {}, isolation);
  const { outcome } = await run("echo", { input: 1 });
  const late = await run("burn", { input: 5_000, wallMs: 200 });
  await runtime.stop();
  expect(outputOf(outcome)).toMatchObject({ input: 1 });
  expect(outcome.usage.peakMemoryBytes).toBeGreaterThan(5 * MB);
  expect(failureOf(late.outcome).code).toBe("timed-out");
});

test.each([
  ["a syntax error", "export const programs = {", /could not be loaded/],
  ["an error at its top level", "throw new Error('at load');", /at load/],
  ["a package that is not in it", "import 'left-pad'; export const programs = {};", /left-pad/],
  ["no programs", "export const steps = {};", /exports no programs/],
])("a bundle with %s fails to load, in words", async (_name, broken, message) => {
  const { run, runtime } = await startTestRuntime(broken);
  const failure = failureOf((await run("echo")).outcome);
  await runtime.stop();
  expect(failure).toMatchObject({ code: "load-failed", retryable: false, message: expect.stringMatching(message) });
});

describe("the pool", () => {
  test("never lets two workspaces, two bundles or two memory limits share an instance", async () => {
    const { run, runtime } = await startTestRuntime(code);
    const kinds: string[] = [];
    for (const call of [{}, { workspaceId: "workspace-b" }, { bundleHash: "bundle-b" }, { memoryMb: 64 }, {}]) {
      const { outcome } = await run("count", call);
      kinds.push(`${outcome.usage.startKind} ${outputOf(outcome)}`);
    }
    await runtime.stop();
    expect(kinds).toEqual(["cold 1", "cold 1", "cold 1", "cold 1", "warm 2"]);
  });

  test("lets calls beyond its limits wait their turn, and refuses none", async () => {
    const { run, runtime } = await startTestRuntime(code, {
      maxInstances: 2,
      maxInstancesPerBundle: 2,
      scaleOutAfterMs: 0,
    });
    const calls = Array.from({ length: 12 }, () => run("wait", { input: 20 }));
    const outcomes = await Promise.all(calls);
    expect(outcomes.every(({ outcome }) => outcome.ok)).toBe(true);
    expect(runtime.stats().instances).toBeLessThanOrEqual(2);
    await runtime.stop();
  });

  test("makes room for a bundle by ending an instance that rests", async () => {
    const { run, runtime } = await startTestRuntime(code, { maxInstances: 1 });
    for (const bundleHash of ["a", "b", "a"]) {
      expect((await run("count", { bundleHash })).outcome).toMatchObject({ ok: true, output: 1 });
    }
    await runtime.stop();
  });

  test("a call that is cancelled while it waits leaves the queue", async () => {
    const { run, runtime } = await startTestRuntime(code, { maxInstances: 1 });
    const controller = new AbortController();
    const first = run("wait", { input: 500 });
    const second = run("count", { signal: controller.signal });
    const third = run("count");
    await expect.poll(() => runtime.stats().waiting).toBe(2);
    controller.abort();
    expect(failureOf((await second).outcome).code).toBe("cancelled");
    expect((await first).outcome.ok && (await third).outcome.ok).toBe(true);
    await runtime.stop();
  });

  test("serves those that wait although the only instance dies under each call", async () => {
    const { run, runtime } = await startTestRuntime(code, { maxInstancesPerBundle: 1, maxInvocationsPerInstance: 1 });
    const outcomes = await Promise.all([1, 2, 3].map(() => run("count")));
    await runtime.stop();
    expect(outcomes.map(({ outcome }) => outputOf(outcome))).toEqual([1, 1, 1]);
  });

  test("starts another instance for a call that waits for a long one", async () => {
    const { run, runtime } = await startTestRuntime(code);
    const long = run("wait", { input: 2_000 });
    const short = await run("count");
    expect(short.outcome.usage.startKind).toBe("cold");
    expect((await long).outcome.usage.wallMs).toBeGreaterThan(1_999);
    await runtime.stop();
  });

  test("a log that the platform cannot keep rejects the call and harms no other", async () => {
    const { run, runtime } = await startTestRuntime(code);
    const onLog = () => {
      throw new Error("the log store is away");
    };
    const call = runtime.invoke(invocationOf("log"), { onLog, signal: new AbortController().signal });
    await expect(call).rejects.toThrow("the log store is away");
    expect(outputOf((await run("nothing")).outcome)).toBeNull();
    await runtime.stop();
  });

  test("starts blanks when it is quiet, and hands them out", async () => {
    const { run, runtime } = await startTestRuntime(code, { blankPoolSize: 2, refillDelayMs: 10 });
    await expect.poll(() => runtime.stats().blanks, { timeout: 10_000 }).toBe(2);
    expect((await run("count")).outcome.usage.startKind).toBe("blank");
    await expect.poll(() => runtime.stats().blanks, { timeout: 10_000 }).toBe(2);
    await runtime.stop();
  });

  test("ends instances that rest, and replaces those that have served enough", async () => {
    const { run, runtime } = await startTestRuntime(code, { idleMs: 50, maxInvocationsPerInstance: 2 });
    const kinds: string[] = [];
    for (let call = 0; call < 3; call += 1) kinds.push((await run("count")).outcome.usage.startKind);
    expect(kinds).toEqual(["cold", "warm", "cold"]);
    await expect.poll(() => runtime.stats().instances, { timeout: 5_000 }).toBe(0);
    await runtime.stop();
  });

  test("leaves no process when it stops, and calls under way reject", async () => {
    const before = countChildren();
    const { runtime } = await startTestRuntime(code, { blankPoolSize: 1, refillDelayMs: 0 });
    const signal = new AbortController().signal;
    const running = runtime.invoke(invocationOf("burn", { input: 60_000, wallMs: 100_000 }), {
      onLog: () => {},
      signal,
    });
    const settled = running.then(
      () => "settled",
      (error: Error) => error.message,
    );
    await expect.poll(() => runtime.stats(), { timeout: 10_000 }).toEqual({ instances: 2, blanks: 1, waiting: 0 });
    await runtime.stop();
    expect(await settled).toMatch(/runtime stopped/);
    expect(countChildren()).toBe(before);
    await expect(runtime.invoke(invocationOf("count"), { onLog: () => {}, signal })).rejects.toThrow(/stopping/);
  });
});

/** Processes that this one has started and that still are. */
function countChildren(): number {
  return listProcesses().filter(({ parentPid }) => parentPid === process.pid).length;
}

function findDescendants(pid: number): readonly number[] {
  const children = listProcesses().filter(({ parentPid }) => parentPid === pid);
  return children.flatMap((child) => [child.pid, ...findDescendants(child.pid)]);
}

/** A zombie runs no more; whoever has inherited it will fetch it. */
function isRunning(pid: number): boolean {
  return listProcesses().some((candidate) => candidate.pid === pid && candidate.state !== "Z");
}

function listProcesses(): readonly { pid: number; parentPid: number; state: string }[] {
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return pids.flatMap((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      return [
        { pid, parentPid: Number(/\nPPid:\t(\d+)/.exec(status)?.[1]), state: /\nState:\t(.)/.exec(status)?.[1] ?? "" },
      ];
    } catch {
      // It ended while the list was read.
      return [];
    }
  });
}
