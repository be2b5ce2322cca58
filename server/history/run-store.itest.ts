import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RunKey, RunReader } from "@/server/history/run-reader";
import { createRunStore } from "@/server/history/run-store";
import { type DeployedWorkflow, seedDeployedWorkflow } from "@/server/testing/deployed-workflow";
import { keepRunValue, type RecordedRun, recordRun } from "@/server/testing/recorded-run";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { JsonValue } from "@/workflows/json";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import type { Value } from "@/workflows/run/value";
import {
  branch,
  failed,
  respond,
  runStarted,
  someUsage,
  started,
  step,
  succeeded,
  trigger,
  workflow,
} from "@/workflows/testing/builders";

// t ──► a ──► c ──► e
//  └──► b ──►┘
const definition = workflow(
  [trigger("t"), step("a", { name: "First" }), step("b", { name: "Second" }), step("c"), respond("e")],
  ["t -> a", "t -> b", "a -> c", "b -> c", "c -> e"],
);

let db: TestDatabase;
let runs: RunReader;
let deployed: DeployedWorkflow;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  deployed = await seedDeployedWorkflow(db.database, definition);
  runs = createRunStore(db.database);
});

async function record(journal: readonly JournalEntry[], rest: Partial<RecordedRun> = {}): Promise<RunKey> {
  const { workspaceId, workflowId, version } = deployed;
  const run = { workspaceId, workflowId, versionId: version.id, status: "running", journal, ...rest } as const;
  return { workspaceId, runId: await recordRun(db.database, run) };
}

function stored(json: JsonValue): { readonly value: Value; readonly hash: string; readonly json: string } {
  const text = JSON.stringify(json);
  const hash = createHash("sha256").update(text).digest("hex");
  return { value: { kind: "stored", hash, sizeBytes: Buffer.byteLength(text) }, hash, json: text };
}

function succeededWith(nodePath: string, output: Value): JournalEntry {
  return { type: "attempt-succeeded", atMs: 10_000, nodePath, attempt: 1, output, ports: ["out"], usage: someUsage };
}

const all = { workflowId: null, status: null, cursor: null, limit: 50 };

describe("the list of runs", () => {
  test("names the trigger, the failed step and its failure, without values", async () => {
    const failure = { nodePath: "a", failure: { code: "threw", message: "boom", retryable: false } } as const;
    const journal: JournalEntry[] = [
      runStarted(),
      started("a"),
      failed("a"),
      { type: "run-failed", atMs: 9_500, failure },
    ];
    const { runId } = await record(journal, { status: "failed", failure, createdAtMs: 1_000 });
    expect(await runs.list(deployed.workspaceId, all)).toEqual({
      runs: [
        {
          id: runId,
          workflowId: deployed.workflowId,
          workflowName: "Test",
          versionNumber: 1,
          status: "failed",
          trigger: { kind: "http-trigger", label: "POST /t" },
          createdAt: "1970-01-01T00:00:01.000Z",
          finishedAt: "1970-01-01T00:00:09.500Z",
          durationMs: 8_500,
          failure: { stepName: "First", code: "threw", message: "boom" },
        },
      ],
      nextCursor: null,
    });
  });

  test("gives every run once over its pages, newest first, though new ones begin meanwhile", async () => {
    const ids: string[] = [];
    // Several in the same millisecond, so that the id has to decide.
    for (let count = 0; count < 25; count += 1) {
      ids.push((await record([runStarted()], { createdAtMs: 1_000 + Math.floor(count / 5) })).runId);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<RunReader["list"]>> = await runs.list(deployed.workspaceId, {
        ...all,
        cursor,
        limit: 7,
      });
      seen.push(...page.runs.map(({ id }) => id));
      cursor = page.nextCursor;
      await record([runStarted()], { createdAtMs: 2_000 });
    } while (cursor !== null);
    expect(seen).toHaveLength(25);
    expect(new Set(seen)).toEqual(new Set(ids));
    const { runs: whole } = await runs.list(deployed.workspaceId, { ...all, limit: 100 });
    expect(whole.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(seen);
  });

  test("keeps to a workflow, a status and a workspace", async () => {
    const mine = await record([runStarted()]);
    await record([], { status: "queued" });
    const other = await seedDeployedWorkflow(db.database, definition);
    const list = (filter: object) => runs.list(deployed.workspaceId, { ...all, ...filter });
    expect((await list({ status: "running" })).runs.map(({ id }) => id)).toEqual([mine.runId]);
    expect((await list({ workflowId: deployed.workflowId })).runs).toHaveLength(2);
    expect((await list({ workflowId: other.workflowId })).runs).toEqual([]);
    expect((await runs.list(other.workspaceId, all)).runs).toEqual([]);
  });

  test("refuses a cursor that is none", async () => {
    await expect(runs.list(deployed.workspaceId, { ...all, cursor: "1; DROP" })).rejects.toMatchObject({
      code: "invalid-input",
    });
  });
});

describe("a run", () => {
  test("that waits in the queue has done nothing yet", async () => {
    const view = await runs.find(await record([], { status: "queued" }));
    expect(view?.run).toMatchObject({ status: "queued", totals: { attempts: 0, cpuMs: 0 }, failure: null });
    expect(view?.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual(
      ["t", "a", "b", "c", "e"].map((id) => [id, "idle"]),
    );
  });

  test("shows each step as the engine sees it, with every attempt and what it used", async () => {
    const journal = [runStarted(), started("a"), started("b"), failed("a"), succeeded("b", { output: 2 })];
    const view = await runs.find(await record([...journal, started("a", 2)]));
    expect(view?.definition).toEqual(definition);
    expect(view?.steps).toMatchObject([
      { nodePath: "t", kind: "http-trigger", status: "succeeded", durationMs: 0, attempts: [] },
      {
        nodePath: "a",
        name: "First",
        status: "running",
        startedAt: "1970-01-01T00:00:05.000Z",
        finishedAt: null,
        durationMs: null,
        attempts: [
          { attempt: 1, status: "failed", failure: { code: "threw", message: "boom" }, usage: someUsage },
          { attempt: 2, status: "running", finishedAt: null, usage: null, failure: null },
        ],
      },
      { nodePath: "b", status: "succeeded", ports: ["out"], durationMs: 5_000, attempts: [{ usage: someUsage }] },
      { nodePath: "c", status: "idle", attempts: [] },
      { nodePath: "e", status: "idle" },
    ]);
    expect(view?.run.totals).toEqual({
      cpuMs: 2 * someUsage.cpuMs,
      wallMs: 2 * someUsage.wallMs,
      peakMemoryBytes: someUsage.peakMemoryBytes,
      attempts: 3,
    });
  });

  test("says when a step that failed is tried again", async () => {
    const view = await runs.find(await record([runStarted(), started("a"), started("b"), failed("a")]));
    expect(view?.steps[1]).toMatchObject({ status: "backing-off", resumeAt: "1970-01-01T00:00:11.000Z" });
  });

  test("has been left by the path that was not taken", async () => {
    const branching = workflow(
      [trigger("t"), branch("if"), step("y"), step("n")],
      ["t -> if", "if.yes -> y", "if.no -> n"],
    );
    deployed = await seedDeployedWorkflow(db.database, branching);
    const view = await runs.find(await record([runStarted(), started("if"), succeeded("if", { ports: ["yes"] })]));
    expect(view?.steps.map(({ nodeId, status, ports }) => [nodeId, status, ports])).toEqual([
      ["t", "succeeded", ["out"]],
      ["if", "succeeded", ["yes"]],
      ["y", "idle", []],
      ["n", "skipped", []],
    ]);
  });

  test("is read whatever its outputs hold", async () => {
    const treacherous = `${'"\u0000,"ports":["no"]}'.repeat(2_000)}`;
    const journal = [runStarted(), started("a"), succeeded("a", { output: treacherous, ports: ["out"] })];
    const key = await record(journal);
    expect((await runs.find(key))?.steps[1]).toMatchObject({ status: "succeeded", ports: ["out"] });
    expect((await runs.findStep(key, "a"))?.output).toEqual({ json: treacherous });
  });

  test("of another workspace is no run", async () => {
    const { runId } = await record([runStarted()]);
    const key = { workspaceId: uuidv7(), runId };
    expect(await runs.find(key)).toBeNull();
    expect(await runs.findStep(key, "a")).toBeNull();
    expect(await runs.findValue(key, "t", "output")).toBeNull();
  });
});

describe("a step", () => {
  const payload = { method: "POST", body: { "\u0000": 1 } };
  const both = [
    runStarted(),
    started("a"),
    started("b"),
    succeeded("a", { output: 1 }),
    succeeded("b", { output: "x" }),
  ];

  test("is shown with the input it was called with: its source's output, or several by name", async () => {
    const key = await record([...both, started("c")], { payload });
    expect(await runs.findStep(key, "a")).toMatchObject({ input: { json: payload }, output: { json: 1 } });
    expect(await runs.findStep(key, "c")).toMatchObject({ input: { json: { First: 1, Second: "x" } }, output: null });
    expect(await runs.findStep(key, "e")).toMatchObject({ input: null, output: null, logs: [], logsTruncated: false });
    expect(await runs.findStep(key, "t")).toMatchObject({ input: null, output: { json: payload } });
    expect(await runs.findStep(key, "nowhere")).toBeNull();
  });

  test("shows the beginning of a large value, and all of it on demand", async () => {
    const large = { text: "é".repeat(60_000) };
    const kept = stored(large);
    const key = await record([runStarted(), started("a"), started("b"), succeededWith("a", kept.value)]);
    await keepRunValue(db.database, { ...key, ...kept });
    const step = await runs.findStep(key, "a");
    expect(step?.output).toEqual({ tooLarge: true, sizeBytes: 120_011, preview: kept.json.slice(0, 2_000) });
    expect(await runs.findValue(key, "a", "output")).toEqual({ json: large });
  });

  test("shows the beginning of an input that is large only together", async () => {
    const large = ["y".repeat(70_000)];
    const kept = stored(large);
    const journal = [runStarted(), started("a"), started("b"), succeeded("b"), succeededWith("a", kept.value)];
    const key = await record([...journal, started("c")]);
    await keepRunValue(db.database, { ...key, ...kept });
    const { input } = (await runs.findStep(key, "c")) ?? {};
    expect(input).toMatchObject({ tooLarge: true, preview: expect.stringMatching(/^\{"First":\["yyy/) });
    expect(await runs.findValue(key, "c", "input")).toEqual({ json: { First: large, Second: null } });
  });

  test("says so of a value too deep to show", async () => {
    const deep = JSON.parse("[".repeat(600) + "]".repeat(600)) as JsonValue;
    const kept = stored(deep);
    const key = await record([runStarted(), started("a"), succeededWith("a", kept.value)]);
    await keepRunValue(db.database, { ...key, ...kept });
    expect((await runs.findStep(key, "a"))?.output).toMatchObject({ tooLarge: true, sizeBytes: 1_200 });
    await expect(runs.findValue(key, "a", "output")).rejects.toMatchObject({ code: "payload-too-large" });
  });

  test("shows its last 1,000 lines", async () => {
    const line = { nodePath: "a", atMs: 1_000, level: "info" } as const;
    const logs = Array.from({ length: 1_002 }, (_, index) => ({ ...line, message: `line ${index}` }));
    const step = await runs.findStep(await record([runStarted(), started("a")], { logs }), "a");
    expect(step?.logs).toHaveLength(1_000);
    expect(step?.logs[0]).toEqual({
      attempt: 1,
      seq: 2,
      at: "1970-01-01T00:00:01.000Z",
      level: "info",
      message: "line 2",
    });
    expect(step?.logs.at(-1)?.message).toBe("line 1001");
    expect(step?.logsTruncated).toBe(true);
  });
});
