import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashDefinition } from "@/server/hash-definition";
import { recordRun, recordVersion } from "@/server/testing/recorded-run";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { WorkflowKey, WorkflowStore } from "@/server/workflows/stored-workflow";
import { createWorkflowStore } from "@/server/workflows/workflow-store";
import { emptyDefinition } from "@/workflows/definition/workflow-definition";
import { httpTemplate } from "@/workflows/templates/http";
import { runStarted } from "@/workflows/testing/builders";

let db: TestDatabase;
let store: WorkflowStore;
let workspaceId: string;
let switched: WorkflowKey[];

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

beforeEach(async () => {
  workspaceId = uuidv7();
  switched = [];
  store = createWorkflowStore({ database: db.database, onSwitched: (key) => switched.push(key) });
  await db.database.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
});

async function createWorkflow(path = "orders"): Promise<WorkflowKey> {
  const { id } = await store.create(workspaceId, { name: "Orders", definition: httpTemplate(path) });
  return { workspaceId, workflowId: id };
}

async function deploy(key: WorkflowKey): Promise<string> {
  const workflow = await store.find(key);
  if (workflow === null) throw new Error("There is no workflow to deploy.");
  const { draft: definition, draftHash: contentHash } = workflow;
  return recordVersion(db.database, { ...key, definition, contentHash });
}

describe("a draft", () => {
  test("starts as it was created, undeployed", async () => {
    const key = await createWorkflow();
    expect(await store.find(key)).toEqual({
      id: key.workflowId,
      name: "Orders",
      draft: httpTemplate("orders"),
      draftRevision: 1,
      draftHash: hashDefinition(httpTemplate("orders")),
      deployed: null,
      triggers: [],
    });
  });

  test("is saved from the revision it was made from, and counted up", async () => {
    const key = await createWorkflow();
    const saved = await store.saveDraft(key, { baseRevision: 1, draft: emptyDefinition });
    expect(saved).toMatchObject({ status: "saved", revision: 2, draftHash: hashDefinition(emptyDefinition) });
    expect(await store.find(key)).toMatchObject({ draft: emptyDefinition, draftRevision: 2 });
  });

  test("is not overwritten from an older revision, whose author gets what is stored", async () => {
    const key = await createWorkflow();
    await store.saveDraft(key, { baseRevision: 1, draft: emptyDefinition });
    const late = await store.saveDraft(key, { baseRevision: 1, draft: httpTemplate("late") });
    expect(late).toMatchObject({ status: "conflict", revision: 2, draft: emptyDefinition });
    const forced = await store.saveDraft(key, { baseRevision: 2, draft: httpTemplate("late") });
    expect(forced).toMatchObject({ status: "saved", revision: 3 });
  });

  test("is saved by exactly one of 20 that begin at the same revision", async () => {
    const key = await createWorkflow();
    const saves = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.saveDraft(key, { baseRevision: 1, draft: httpTemplate(`by-${index}`) }),
      ),
    );
    expect(saves.filter((save) => save?.status === "saved")).toHaveLength(1);
    expect((await store.find(key))?.draftRevision).toBe(2);
  });

  test("keeps text that JSON functions of the database refuse", async () => {
    const key = await createWorkflow();
    const draft = httpTemplate("a\u0000b\ud800");
    await store.saveDraft(key, { baseRevision: 1, draft });
    expect((await store.find(key))?.draft).toEqual(draft);
  });
});

describe("the list", () => {
  test("says what is deployed, what differs from it and what ran last, newest edit first", async () => {
    const [first, second] = [await createWorkflow("first"), await createWorkflow("second")];
    const versionId = await deploy(first);
    const run = { ...first, versionId, journal: [runStarted("request")], status: "running" } as const;
    await recordRun(db.database, { ...run, createdAtMs: 1_000 });
    const lastRunId = await recordRun(db.database, { ...run, createdAtMs: 2_000 });

    expect(await store.list(workspaceId)).toMatchObject([
      { id: second.workflowId, deployed: null, hasUndeployedChanges: false, triggers: [], lastRun: null },
      {
        id: first.workflowId,
        deployed: { versionNumber: 1 },
        hasUndeployedChanges: false,
        triggers: [{ nodeId: "request", kind: "http-trigger", method: "POST", address: "first" }],
        lastRun: { id: lastRunId, status: "running", createdAt: new Date(2_000).toISOString() },
      },
    ]);
  });

  test("tells an edit after the deploy, also after a restart, and its being taken back", async () => {
    const key = await createWorkflow();
    await deploy(key);
    await store.saveDraft(key, { baseRevision: 1, draft: emptyDefinition });
    const restarted = createWorkflowStore({ database: db.database, onSwitched: () => {} });
    expect(await restarted.list(workspaceId)).toMatchObject([{ hasUndeployedChanges: true }]);
    await store.saveDraft(key, { baseRevision: 2, draft: httpTemplate("orders") });
    expect(await store.list(workspaceId)).toMatchObject([{ hasUndeployedChanges: false }]);
    expect(await restarted.list(workspaceId)).toMatchObject([{ hasUndeployedChanges: false }]);
  });
});

describe("deleting", () => {
  test("hides the workflow and restoring brings it back with its live triggers", async () => {
    const key = await createWorkflow();
    await deploy(key);
    const { triggers } = (await store.find(key)) ?? {};
    expect(triggers).toHaveLength(1);

    expect(await store.delete(key)).toBe(true);
    expect(await store.find(key)).toBeNull();
    expect(await store.list(workspaceId)).toEqual([]);
    expect(await store.saveDraft(key, { baseRevision: 1, draft: emptyDefinition })).toBeNull();
    expect(await store.rename(key, "Other")).toBe(false);
    expect(await store.delete(key)).toBe(false);

    expect(await store.restore(key)).toBe(true);
    expect((await store.find(key))?.triggers).toEqual(triggers);
    expect(await store.restore(key)).toBe(false);
    expect(switched).toEqual([
      { workspaceId, workflowId: key.workflowId },
      { workspaceId, workflowId: key.workflowId },
    ]);
  });

  test("and every other change leave a workflow of another workspace alone", async () => {
    const key = { ...(await createWorkflow()), workspaceId: uuidv7() };
    expect(await store.find(key)).toBeNull();
    expect(await store.delete(key)).toBe(false);
    expect(await store.restore(key)).toBe(false);
    expect(await store.rename(key, "Mine")).toBe(false);
    expect(await store.saveDraft(key, { baseRevision: 1, draft: emptyDefinition })).toBeNull();
  });
});
