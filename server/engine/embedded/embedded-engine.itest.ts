import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { claimRuns } from "@/server/engine/embedded/claim-runs";
import { createEmbeddedEngine, type EmbeddedEngine } from "@/server/engine/embedded/create-embedded-engine";
import { createEventAcceptor } from "@/server/ingress/accept-event";
import { createTestVersions, type DeployedWorkflow, seedDeployedWorkflow } from "@/server/testing/deployed-workflow";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import type { FunctionRuntime } from "@/workflows/ports";
import { branch, respond, step, trigger, workflow } from "@/workflows/testing/builders";
import { createFakeFunctionRuntime, FakeFailure, type FakeProgram } from "@/workflows/testing/fake-function-runtime";

let db: TestDatabase;
const engines: EmbeddedEngine[] = [];
const reports: Error[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  expect(reports.splice(0)).toEqual([]);
});
afterAll(() => db.drop());

const changes = createLocalRunChanges();
const quick = { leaseMs: 1_500, beatEveryMs: 300, stopGraceMs: 500 };

async function startEngine(runtime: FunctionRuntime, settings = {}): Promise<EmbeddedEngine> {
  const engine = createEmbeddedEngine({
    database: db.database,
    runtime,
    versions: createTestVersions(db.database),
    changes,
    clock: { nowMs: Date.now },
    settings: { ...quick, ...settings },
    report: (error) => reports.push(error),
  });
  await engine.start();
  engines.push(engine);
  return engine;
}

function abandon(engine: EmbeddedEngine): void {
  engine.abandon();
  engines.splice(engines.indexOf(engine), 1);
}

async function accept(engine: EmbeddedEngine | null, deployed: DeployedWorkflow, payload: JsonValue = { n: 1 }) {
  const acceptor = createEventAcceptor({
    database: db.database,
    versions: createTestVersions(db.database),
    admission: engine?.admission ?? null,
    changes,
  });
  const { runId } = await acceptor.accept({ triggerId: deployed.triggerId, dedupeKey: null, payload });
  return runId;
}

async function waitFor<T>(read: () => Promise<T | null>, timeoutMs = 10_000): Promise<T> {
  for (const endMs = performance.now() + timeoutMs; performance.now() < endMs; ) {
    const found = await read();
    if (found !== null) return found;
    await delay(10);
  }
  throw new Error("It did not come to pass in time.");
}

function untilEnded(runId: string, timeoutMs?: number) {
  return waitFor(async () => {
    const run = await readRun(runId);
    return run.finished_at === null ? null : run;
  }, timeoutMs);
}

async function readRun(runId: string) {
  const { rows } = await db.database.pool.query("SELECT * FROM run WHERE id = $1", [runId]);
  return rows[0];
}

async function readWork(runId: string) {
  const { rows } = await db.database.pool.query("SELECT * FROM run_work WHERE run_id = $1", [runId]);
  return rows[0] ?? null;
}

/** `["run-started", "attempt-started a#1", …]`, after a check that no `seq` is missing. */
async function readJournal(runId: string): Promise<readonly string[]> {
  const { rows } = await db.database.pool.query("SELECT * FROM journal_entry WHERE run_id = $1 ORDER BY seq", [runId]);
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
  return rows.map((row) => (row.node_path === null ? row.type : `${row.type} ${row.node_path}#${row.attempt}`));
}

async function readOutput(runId: string, nodePath: string): Promise<unknown> {
  const { rows } = await db.database.pool.query(
    "SELECT data FROM journal_entry WHERE run_id = $1 AND node_path = $2 AND type = 'attempt-succeeded'",
    [runId, nodePath],
  );
  return rows[0]?.data.output;
}

const seed = (definition: WorkflowDefinition) => seedDeployedWorkflow(db.database, definition);
const seconds = (initialDelayMs: number, retries = 2) => ({
  settings: { retry: { retries, backoff: "fixed" as const, initialDelayMs, maxDelayMs: 60_000 } },
});

/** A program that waits until the test lets it go on. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const program: FakeProgram = async (input) => {
    reach();
    await opened;
    return input;
  };
  return { program, open, reached };
}

describe("a run", () => {
  // t ──► a ──► b
  test("goes through its steps, each with the output of the one before, and leaves the queue", async () => {
    const runtime = createFakeFunctionRuntime({ a: () => ({ total: 7 }), b: (input) => ({ seen: input }) });
    const engine = await startEngine(runtime);
    const runId = await accept(
      engine,
      await seed(workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"])),
    );

    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded", output_paths: ["b"] });
    expect(await readJournal(runId)).toEqual([
      "run-started",
      "attempt-started a#1",
      "attempt-succeeded a#1",
      "attempt-started b#1",
      "attempt-succeeded b#1",
      "run-succeeded",
    ]);
    expect(runtime.invocations[0]?.input).toEqual({ n: 1 });
    expect(await readOutput(runId, "b")).toEqual({ kind: "inline", json: { seen: { total: 7 } } });
    expect(await readWork(runId)).toBeNull();
  });

  //             ┌yes► a ──► r
  // t ──► check ┤
  //             └no─► b
  test("takes one way out of a branch and does not run the other", async () => {
    const nodes = [trigger("t"), branch("check"), step("a"), step("b"), respond("r")];
    const deployed = await seed(workflow(nodes, ["t -> check", "check.yes -> a", "check.no -> b", "a -> r"]));
    const runtime = createFakeFunctionRuntime({
      check: () => ({ condition: true }),
      r: (input) => ({ status: 201, headers: {}, body: input }),
    });
    const runId = await accept(await startEngine(runtime), deployed);

    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded", output_paths: ["r"] });
    expect(runtime.count("b")).toBe(0);
    expect(await readOutput(runId, "r")).toEqual({
      kind: "inline",
      json: { status: 201, headers: {}, body: { n: 1 } },
    });
  });

  //       ┌► a ─┐
  // t ────┤     ├──► c
  //       └► b ─┘
  test("gives a join the outputs of its sources by name", async () => {
    const nodes = [trigger("t"), step("a", { name: "First" }), step("b", { name: "__proto__" }), step("c")];
    const runtime = createFakeFunctionRuntime({ a: () => 1, b: () => 2 });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow(nodes, ["t -> a", "t -> b", "a -> c", "b -> c"])));

    await untilEnded(runId);
    const joined = runtime.invocations.find(({ context }) => context.nodeId === "c")?.input;
    expect(Object.entries(joined ?? {}).sort()).toEqual(
      [
        ["First", 1],
        ["__proto__", 2],
      ].sort(),
    );
  });

  test("that consists of its trigger alone ends at once", async () => {
    const engine = await startEngine(createFakeFunctionRuntime());
    const runId = await accept(engine, await seed(workflow([trigger("t")], [])));
    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded", output_paths: ["t"] });
  });

  test("fails with the step that could not be saved", async () => {
    const runtime = createFakeFunctionRuntime({
      a: () => {
        throw new FakeFailure({ message: "no luck", retryable: false });
      },
    });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow([trigger("t"), step("a")], ["t -> a"])));
    const run = await untilEnded(runId);
    expect(run).toMatchObject({ status: "failed", failure: { nodePath: "a", failure: { message: "no luck" } } });
    expect(runtime.count("a")).toBe(1);
  });

  test("fails without a retry when a condition is neither true nor false", async () => {
    const runtime = createFakeFunctionRuntime({ check: () => ({ condition: "maybe" }) });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow([trigger("t"), branch("check")], ["t -> check"])));
    const run = await untilEnded(runId);
    expect(run).toMatchObject({ status: "failed", failure: { failure: { code: "invalid-result" } } });
    expect(runtime.count("check")).toBe(1);
  });

  test("keeps outputs over 64 KB beside the journal and gives them to the next step whole", async () => {
    const text = "ß".repeat(40_000);
    const runtime = createFakeFunctionRuntime({ a: () => ({ text }), b: (input) => input });
    const engine = await startEngine(runtime);
    const payload = { large: "x".repeat(100_000) };
    const deployed = await seed(workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"]));
    const runId = await accept(engine, deployed, payload);

    await untilEnded(runId);
    expect(runtime.invocations.map(({ input }) => input)).toEqual([payload, { text }]);
    expect(await readOutput(runId, "a")).toMatchObject({ kind: "stored", sizeBytes: 80_011 });
  });

  test("stores text that PostgreSQL is particular about: NUL, lone surrogates, deep nesting", async () => {
    const deep = JSON.parse(`${"[".repeat(3_000)}${"]".repeat(3_000)}`);
    const runtime = createFakeFunctionRuntime({
      a: (_input, _invocation, { onLog }) => {
        onLog({ atMs: 1_000, level: "info", message: "a\u0000b\ud800" });
        return { nul: "\u0000", lone: "\ud800", deep };
      },
      b: (input) => input,
    });
    const engine = await startEngine(runtime);
    const runId = await accept(
      engine,
      await seed(workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"])),
    );

    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
    expect(runtime.invocations[1]?.input).toEqual({ nul: "\u0000", lone: "\ud800", deep });
    const { rows } = await db.database.pool.query("SELECT message FROM log_line WHERE run_id = $1", [runId]);
    expect(rows).toEqual([{ message: "a\ufffdb\ufffd" }]);
  });

  test("shows its log lines before the step has ended", async () => {
    const gate = createGate();
    const runtime = createFakeFunctionRuntime({
      a: async (input, invocation, hooks) => {
        hooks.onLog({ atMs: 1_000, level: "info", message: "half way" });
        return gate.program(input, invocation, hooks);
      },
    });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow([trigger("t"), step("a")], ["t -> a"])));
    const line = await waitFor(async () => {
      const { rows } = await db.database.pool.query("SELECT * FROM log_line WHERE run_id = $1", [runId]);
      return rows[0] ?? null;
    });
    expect(line).toMatchObject({ node_path: "a", attempt: 1, seq: 1, message: "half way" });
    gate.open();
    await untilEnded(runId);
  });
});

describe("retries", () => {
  test("come after the delay of the policy, never early, and give the same idempotency key", async () => {
    const startsMs: number[] = [];
    const runtime = createFakeFunctionRuntime({
      a: () => {
        startsMs.push(Date.now());
        if (startsMs.length < 3) throw new FakeFailure();
        return "done";
      },
    });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow([trigger("t"), step("a", seconds(300))], ["t -> a"])));

    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
    const [first = 0, second = 0, third = 0] = startsMs;
    expect(Math.min(second - first, third - second)).toBeGreaterThanOrEqual(300);
    expect(Math.max(second - first, third - second)).toBeLessThan(1_300);
    expect(new Set(runtime.invocations.map(({ context }) => context.idempotencyKey))).toEqual(new Set([`${runId}/a`]));
  });

  test("that are far off park the run, and it wakes on time", async () => {
    let failedAtMs = 0;
    let resumedAtMs = 0;
    const runtime = createFakeFunctionRuntime({
      a: () => {
        if (failedAtMs === 0) {
          failedAtMs = Date.now();
          throw new FakeFailure({ retryAfterMs: 2_500 });
        }
        resumedAtMs = Date.now();
      },
    });
    const engine = await startEngine(runtime);
    const runId = await accept(engine, await seed(workflow([trigger("t"), step("a")], ["t -> a"])));
    const parked = await waitFor(async () => {
      const work = await readWork(runId);
      return work?.lease_owner === null ? work : null;
    });
    expect(parked.due_at.getTime()).toBeGreaterThanOrEqual(failedAtMs + 2_500);
    expect(await readRun(runId)).toMatchObject({ status: "waiting" });

    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
    expect(resumedAtMs - failedAtMs).toBeGreaterThanOrEqual(2_500);
    expect(resumedAtMs - failedAtMs).toBeLessThan(3_500);
  });

  test("survive an engine that dies while the run waits", async () => {
    const runtime = createFakeFunctionRuntime({
      a: (_input, { context }) => {
        if (context.attempt === 1) throw new FakeFailure({ retryAfterMs: 1_900 });
      },
    });
    const dying = await startEngine(runtime);
    const runId = await accept(dying, await seed(workflow([trigger("t"), step("a")], ["t -> a"])));
    await waitFor(async () => ((await readJournal(runId)).includes("attempt-failed a#1") ? true : null));
    abandon(dying);

    await startEngine(runtime);
    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
    expect(runtime.count("a")).toBe(2);
  });
});

describe("recovery", () => {
  // t ──► a ──► b ──► c, the engine dies in b
  test("runs no recorded step again, and the one under way as attempt 2 with the same key", async () => {
    const deployed = await seed(
      workflow([trigger("t"), step("a"), step("b"), step("c")], ["t -> a", "a -> b", "b -> c"]),
    );
    const gate = createGate();
    const first = createFakeFunctionRuntime({ b: gate.program });
    const dying = await startEngine(first);
    const runId = await accept(dying, deployed);
    await gate.reached;
    abandon(dying);

    const second = createFakeFunctionRuntime();
    await startEngine(second);
    expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
    expect(second.count("a")).toBe(0);
    expect(second.invocations[0]?.context).toMatchObject({ nodeId: "b", attempt: 2, idempotencyKey: `${runId}/b` });
    expect(first.invocations[1]?.context.idempotencyKey).toBe(`${runId}/b`);
    expect(await readJournal(runId)).toEqual([
      "run-started",
      "attempt-started a#1",
      "attempt-succeeded a#1",
      "attempt-started b#1",
      "attempt-failed b#1",
      "attempt-started b#2",
      "attempt-succeeded b#2",
      "attempt-started c#1",
      "attempt-succeeded c#1",
      "run-succeeded",
    ]);
  });

  test("ends a step that takes its engine down every time", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a", seconds(0, 1))], ["t -> a"]));
    const gates = [createGate(), createGate()] as const;
    let runId = "";
    for (const [index, gate] of gates.entries()) {
      const dying = await startEngine(createFakeFunctionRuntime({ a: gate.program }));
      if (index === 0) runId = await accept(dying, deployed);
      await gate.reached;
      abandon(dying);
    }
    await startEngine(createFakeFunctionRuntime());
    const run = await untilEnded(runId);
    expect(run).toMatchObject({ status: "failed", failure: { failure: { code: "lost" } } });
  });

  test("refuses what a stale owner wants to record", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const gate = createGate();
    const stale = await startEngine(createFakeFunctionRuntime({ a: gate.program }));
    const runId = await accept(stale, deployed);
    await gate.reached;
    // What a claim by another worker does, while the stale owner knows nothing of it.
    await db.database.pool.query(
      "UPDATE run_work SET lease_owner = NULL, epoch = epoch + 1, due_at = $2 WHERE run_id = $1",
      [runId, new Date(Date.now() + 3_600_000)],
    );
    const before = await readJournal(runId);
    gate.open();
    await stale.stop();
    expect(await readJournal(runId)).toEqual(before);
    expect(await readWork(runId)).toMatchObject({ epoch: 2 });
  });

  // A park whose answer was lost frees the row before its driver knows, and the time may come first.
  test("claims nothing that this process still carries, not even when its row is free", async () => {
    const runId = await accept(null, await seed(workflow([trigger("t"), step("a")], ["t -> a"])));
    const claim = { workerId: "0193a2f0-0000-7000-8000-0000000000c1", limit: 10 };
    expect(await claimRuns(db.database.pool, { ...claim, knownRunIds: [runId] })).toEqual([]);
    expect(await claimRuns(db.database.pool, { ...claim, knownRunIds: [] })).toMatchObject([{ runId, epoch: 1 }]);
    await db.database.pool.query("DELETE FROM run_work WHERE run_id = $1", [runId]);
  });

  test("kills what it carried for others after a pause that was longer than its lease", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const paused = await startEngine(
      createFakeFunctionRuntime({
        a: (_input, _invocation, { signal }) => {
          signal.addEventListener("abort", () => kill());
          reach();
          return killed;
        },
      }),
    );
    const runId = await accept(paused, deployed);
    await reached;
    const taken = "UPDATE run_work SET lease_owner = NULL, epoch = epoch + 1, due_at = 'infinity' WHERE run_id = $1";
    await db.database.pool.query(taken, [runId]);
    // Nothing in this process moves, as when it is stopped by a signal.
    for (const endMs = performance.now() + quick.leaseMs; performance.now() < endMs; );
    await killed;
    await db.database.pool.query("DELETE FROM run_work WHERE run_id = $1", [runId]);
    expect(await readJournal(runId)).toEqual(["run-started", "attempt-started a#1"]);
  });

  test("leaves a run with a broken journal alone, says so, and carries on with the others", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const broken = await accept(null, deployed);
    await db.database.pool.query("UPDATE journal_entry SET seq = 3 WHERE run_id = $1", [broken]);
    const engine = await startEngine(createFakeFunctionRuntime());
    await waitFor(async () => (reports.length > 0 ? true : null));
    expect(reports.splice(0).map(({ message }) => message)).toEqual([
      `The journal of run "${broken}" has a gap before entry 3.`,
    ]);
    expect(await untilEnded(await accept(engine, deployed))).toMatchObject({ status: "succeeded" });
    await db.database.pool.query("DELETE FROM run_work WHERE run_id = $1", [broken]);
  });
});

describe("the queue", () => {
  test("is worked off when runs were accepted without an engine", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const runIds = await Promise.all(Array.from({ length: 200 }, () => accept(null, deployed)));
    expect(await readRun(runIds[0] ?? "")).toMatchObject({ status: "queued" });
    await startEngine(createFakeFunctionRuntime(), { maxActiveRuns: 10 });
    for (const runId of runIds) expect(await untilEnded(runId)).toMatchObject({ status: "succeeded" });
  });

  test("takes what there is no room for, and gives it back in order", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const gate = createGate();
    const order: string[] = [];
    const runtime = createFakeFunctionRuntime({
      a: (input, invocation, hooks) => {
        order.push(invocation.context.runId);
        return gate.program(input, invocation, hooks);
      },
    });
    const engine = await startEngine(runtime, { maxActiveRuns: 1 });
    const runIds = [await accept(engine, deployed), await accept(engine, deployed), await accept(engine, deployed)];
    gate.open();
    for (const runId of runIds) await untilEnded(runId);
    expect(order).toEqual(runIds);
  });

  test("is shared by two engines without a run done twice", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"]));
    const runIds = await Promise.all(Array.from({ length: 100 }, () => accept(null, deployed)));
    const runtime = createFakeFunctionRuntime({ a: () => delay(2) });
    await Promise.all([startEngine(runtime, { maxActiveRuns: 8 }), startEngine(runtime, { maxActiveRuns: 8 })]);
    for (const runId of runIds) await untilEnded(runId);
    expect(runtime.invocations.length).toBe(200);
  });
});

describe("a graceful stop", () => {
  test("lets the attempt under way end and be recorded, and hands the run to the next engine", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a"), step("b")], ["t -> a", "a -> b"]));
    const gate = createGate();
    const first = createFakeFunctionRuntime({ a: gate.program });
    const engine = await startEngine(first, { stopGraceMs: 5_000 });
    const runId = await accept(engine, deployed);
    await gate.reached;
    const stopped = engine.stop();
    gate.open();
    await stopped;
    expect(await readJournal(runId)).toEqual(["run-started", "attempt-started a#1", "attempt-succeeded a#1"]);
    expect(first.count("b")).toBe(0);

    const second = createFakeFunctionRuntime();
    const startedAtMs = performance.now();
    await startEngine(second, { leaseMs: 60_000 });
    await untilEnded(runId);
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    expect(second.count("a")).toBe(0);
  });

  test("kills what does not end in time, and the attempt counts as lost", async () => {
    const deployed = await seed(workflow([trigger("t"), step("a")], ["t -> a"]));
    const gate = createGate();
    const engine = await startEngine(createFakeFunctionRuntime({ a: gate.program }), { stopGraceMs: 50 });
    const runId = await accept(engine, deployed);
    await gate.reached;
    await engine.stop();
    expect(await readWork(runId)).toMatchObject({ lease_owner: null });

    await startEngine(createFakeFunctionRuntime());
    await untilEnded(runId);
    expect(await readJournal(runId)).toContain("attempt-failed a#1");
  });
});

describe("an absence of the database", () => {
  test("in the middle of runs loses nothing and does no recorded step twice", async () => {
    const nodes = [trigger("t"), step("a", seconds(0, 20)), step("b", seconds(0, 20)), step("c", seconds(0, 20))];
    const deployed = await seed(workflow(nodes, ["t -> a", "a -> b", "b -> c"]));
    const runIds = await Promise.all(Array.from({ length: 60 }, () => accept(null, deployed)));
    const slow: FakeProgram = async (input) => {
      await delay(5);
      return input;
    };
    await startEngine(createFakeFunctionRuntime({ a: slow, b: slow, c: slow }), { maxActiveRuns: 16 });
    for (let cuts = 0; cuts < 5; cuts += 1) {
      await delay(20);
      await db.cutConnections();
    }
    for (const runId of runIds) {
      expect(await untilEnded(runId, 20_000)).toMatchObject({ status: "succeeded" });
      const results = (await readJournal(runId)).filter((line) => line.startsWith("attempt-succeeded"));
      expect(results.map((line) => line.replace(/#.*/, ""))).toEqual([
        "attempt-succeeded a",
        "attempt-succeeded b",
        "attempt-succeeded c",
      ]);
    }
  });
});
