import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestApi, type TestApi } from "@/server/api/testing/start-test-api";
import type { ApiClient } from "@/server/api/testing/test-client";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { RunChanges } from "@/workflows/ports";

type Stream = {
  /** Reads on until the text has come, and gives all that came so far. */
  until(text: string): Promise<string>;
  /** Reads to the end. */
  rest(): Promise<string>;
  close(): Promise<void>;
};

let listeners = 0;
const local = createLocalRunChanges();
const changes: RunChanges = {
  publish: local.publish,
  subscribe: (listener) => {
    listeners += 1;
    const unsubscribe = local.subscribe(listener);
    return () => {
      listeners -= 1;
      unsubscribe();
    };
  },
};
let db: TestDatabase;
let api: TestApi;
let workspaceId: string;

beforeAll(async () => {
  db = await createTestDatabase();
  api = await startTestApi({ database: db.database, changes });
  workspaceId = (await db.database.prisma.workspace.findFirstOrThrow()).id;
});
afterEach(() => vi.waitFor(() => expect(listeners).toBe(0)));
afterAll(async () => {
  await api.stop();
  await db.drop();
});

async function watch(client: ApiClient, scope: object = {}): Promise<Stream> {
  const input = encodeURIComponent(JSON.stringify({ json: scope }));
  const response = await client.send(`/api/trpc/runs.watch?input=${input}`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("The stream has no body.");
  let seen = "";
  async function readOn(isEnough: () => boolean): Promise<string> {
    while (!isEnough()) {
      const { done, value } = await (reader as NonNullable<typeof reader>).read();
      if (done) break;
      seen += value;
    }
    return seen;
  }
  await readOn(() => seen.includes("connected"));
  return {
    until: (text) => readOn(() => seen.includes(text)),
    rest: () => readOn(() => false),
    close: () => reader.cancel(),
  };
}

function publish(runId: string, hasEnded = false): void {
  changes.publish({ runId, workflowId: "workflow-1", workspaceId, hasEnded });
}

describe("watching runs", () => {
  test("tells few hints of many changes, and never misses the last", async () => {
    const stream = await watch(await api.signInOwner());
    for (let count = 0; count < 500; count += 1) publish("run-1");
    await stream.until("run-1");
    for (let count = 0; count < 500; count += 1) publish("run-1");
    publish("run-1", true);
    const text = await stream.until('"hasEnded":true');
    await stream.close();
    expect(text.match(/^id: ?\d+$/gm)?.length).toBeLessThanOrEqual(3);
  });

  test("keeps to what was asked for", async () => {
    const id = "01940000-0000-7000-8000-000000000001";
    const stream = await watch(await api.signInOwner(), { runId: id });
    publish("another-run");
    publish(id);
    expect(await stream.until(id)).not.toContain("another-run");
    await stream.close();
  });

  test("ends within 5 s of its session, hints or none", async () => {
    const owner = await api.signInOwner();
    const stream = await watch(owner);
    await owner.send("/api/auth/sign-out", { method: "POST" });
    const revokedAtMs = performance.now();
    expect(await stream.rest()).toContain('"code":"UNAUTHORIZED"');
    expect(performance.now() - revokedAtMs).toBeLessThan(5_000);
  });
});
