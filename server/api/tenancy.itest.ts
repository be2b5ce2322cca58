import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apiRouter } from "@/server/api/root";
import { startTestApi, TEST_PASSWORD, type TestApi } from "@/server/api/testing/start-test-api";
import { type ApiAnswer, type ApiClient, createTestClient } from "@/server/api/testing/test-client";
import { createDeployer } from "@/server/deployments/deploy-workflow";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { recordRun, recordVersion } from "@/server/testing/recorded-run";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import { httpTemplate } from "@/workflows/templates/http";
import { runStarted, started, succeeded } from "@/workflows/testing/builders";

type Ids = { readonly workflowId: string; readonly runId: string };
type ProcedureCase = {
  readonly kind: "query" | "mutation" | "subscription";
  /** Whether a stranger gets an answer. */
  readonly isPublic: boolean;
  /** The input that names these things; null for a procedure that names nothing. */
  readonly input: ((ids: Ids) => unknown) | null;
};

const CANARY = `CANARY-B-${randomUUID()}`;
const draft = httpTemplate("canary");
const byWorkflow = { kind: "mutation", isPublic: false } as const;
const byRun = { kind: "query", isPublic: false } as const;

/** Every procedure there is. One that is missing here fails the first test. */
const matrix: Readonly<Record<string, ProcedureCase>> = {
  "session.get": { kind: "query", isPublic: true, input: null },
  "session.policy": { kind: "query", isPublic: true, input: null },
  "account.setCredentials": { kind: "mutation", isPublic: false, input: null },
  "workflows.list": { kind: "query", isPublic: false, input: null },
  "workflows.create": { kind: "mutation", isPublic: false, input: null },
  "workflows.get": { ...byRun, input: ({ workflowId }) => ({ workflowId }) },
  "workflows.saveDraft": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId, baseRevision: 1, draft }) },
  "workflows.rename": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId, name: "Mine" }) },
  "workflows.delete": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId }) },
  "workflows.restore": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId }) },
  "workflows.deploy": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId, revision: 1 }) },
  "workflows.check": { ...byWorkflow, input: ({ workflowId }) => ({ workflowId, revision: 1 }) },
  "runs.list": { ...byRun, input: ({ workflowId }) => ({ workflowId }) },
  "runs.get": { ...byRun, input: ({ runId }) => ({ runId }) },
  "runs.getStep": { ...byRun, input: ({ runId }) => ({ runId, nodePath: "handle" }) },
  "runs.getValue": { ...byRun, input: ({ runId }) => ({ runId, nodePath: "handle", side: "output" }) },
  "runs.watch": { kind: "subscription", isPublic: false, input: ({ runId }) => ({ runId }) },
};
const names = Object.keys(matrix);
const isCalled = (name: string) => matrix[name]?.kind !== "subscription";
const calledWithIds = names.filter((name) => isCalled(name) && matrix[name]?.input !== null);

const changes = createLocalRunChanges();
let db: TestDatabase;
let api: TestApi;
let a: ApiClient;
let b: ApiClient;
let idsOfB: Ids;
let workspaceOfB: string;

beforeAll(async () => {
  db = await createTestDatabase();
  const compiler = { compile: () => Promise.reject(new Error("Nothing of another workspace is compiled.")) };
  const deployer = createDeployer({ database: db.database, compiler, onSwitched: () => {} });
  api = await startTestApi({ database: db.database, changes, deployer });
  a = await api.signUp("Alice");
  b = await createTestClient(api.url).signIn("/api/auth/sign-up/email", {
    name: CANARY,
    email: "b@example.com",
    password: TEST_PASSWORD,
  });
  workspaceOfB = ((await b.query("session.get")).data as { workspace: { id: string } }).workspace.id;
  const { id: workflowId } = (await b.mutate("workflows.create", { name: CANARY, template: "http" })).data as {
    id: string;
  };
  const version = { workspaceId: workspaceOfB, workflowId, definition: httpTemplate(CANARY) };
  const versionId = await recordVersion(db.database, version);
  const journal = [runStarted("request"), started("handle"), succeeded("handle", { output: CANARY })];
  const logs = [{ nodePath: "handle", atMs: 1_000, level: "info", message: CANARY }] as const;
  const run = { workspaceId: workspaceOfB, workflowId, versionId, journal, logs, status: "running" } as const;
  idsOfB = { workflowId, runId: await recordRun(db.database, { ...run, payload: { body: CANARY } }) };
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

let before: string;
beforeEach(async () => {
  before = await dumpWorkspace(workspaceOfB);
});

function call(client: ApiClient, name: string, input?: unknown): Promise<ApiAnswer> {
  return matrix[name]?.kind === "mutation" ? client.mutate(name, input) : client.query(name, input);
}

/** Every row of a workspace and of those in it, as text. */
async function dumpWorkspace(workspaceId: string): Promise<string> {
  const { pool } = db.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'workspace_id' ORDER BY 1`,
  );
  expect(tables.length).toBeGreaterThan(8);
  const members = "(SELECT user_id FROM membership WHERE workspace_id = $1)";
  const queries = [
    ...tables.map(({ name }) => `SELECT t::text FROM "${name}" t WHERE workspace_id = $1 ORDER BY 1`),
    "SELECT t::text FROM workspace t WHERE id = $1",
    `SELECT t::text FROM "user" t WHERE id IN ${members} ORDER BY 1`,
    ...["session", "account"].map((name) => `SELECT t::text FROM ${name} t WHERE user_id IN ${members} ORDER BY 1`),
  ];
  const results = await Promise.all(queries.map((query) => pool.query(query, [workspaceId])));
  return JSON.stringify(results.map(({ rows }) => rows));
}

describe("tenancy", () => {
  test("every procedure of the API is in the matrix, as what it is", () => {
    const procedures = apiRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
    const kinds = Object.entries(procedures).map(([name, { _def }]) => [name, _def.type]);
    expect(Object.fromEntries(kinds)).toEqual(
      Object.fromEntries(Object.entries(matrix).map(([name, { kind }]) => [name, kind])),
    );
  });

  test("B sees its own, so that the canaries are where they should be", async () => {
    for (const name of ["workflows.get", "runs.list", "runs.get", "runs.getStep", "runs.getValue"]) {
      expect((await call(b, name, matrix[name]?.input?.(idsOfB))).text).toContain(CANARY);
    }
  });

  test.each(names.filter((name) => isCalled(name) && matrix[name]?.isPublic === false))(
    "%s answers no stranger",
    async (name) => {
      const answer = await call(createTestClient(api.url), name, matrix[name]?.input?.(idsOfB));
      expect(answer.status).toBe(401);
      expect(answer.data).toBe("Sign in first.");
      expect(await dumpWorkspace(workspaceOfB)).toBe(before);
    },
  );

  test.each(names.filter((name) => matrix[name]?.isPublic === true))(
    "%s tells a stranger nothing of B",
    async (name) => {
      const answer = await call(createTestClient(api.url), name);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(CANARY);
    },
  );

  test.each(calledWithIds)("%s gives A nothing of B, and changes nothing of it", async (name) => {
    const answer = await call(a, name, matrix[name]?.input?.(idsOfB));
    expect(answer.text).not.toContain(CANARY);
    if (name === "runs.list") expect(answer.data).toEqual({ runs: [], nextCursor: null });
    else expect(answer.status).toBe(404);
    expect(await dumpWorkspace(workspaceOfB)).toBe(before);
  });

  test.each(calledWithIds)("%s answers a foreign, a missing and a malformed id alike", async (name) => {
    const missing = randomUUID();
    const kinds = [idsOfB, { workflowId: missing, runId: missing }, { workflowId: "x' --", runId: "\0" }];
    const answers = await Promise.all(kinds.map((ids) => call(a, name, matrix[name]?.input?.(ids))));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  });

  test.each(
    names.filter((name) => isCalled(name) && matrix[name]?.input === null && name !== "account.setCredentials"),
  )("%s names no workspace that an input could choose", async (name) => {
    const chosen = { workspaceId: workspaceOfB, userId: workspaceOfB, name: "Mine" };
    const answer = await call(a, name, matrix[name]?.kind === "mutation" ? chosen : undefined);
    expect(answer.text).not.toContain(CANARY);
    expect(await dumpWorkspace(workspaceOfB)).toBe(before);
  });

  test("runs.watch tells A of its own runs and of none of B's", async () => {
    const { data } = await a.query("session.get");
    const own = (data as { workspace: { id: string } }).workspace.id;
    const input = encodeURIComponent(JSON.stringify({ json: {} }));
    const response = await a.send(`/api/trpc/runs.watch?input=${input}`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader?.read())?.value ?? "";
    changes.publish({ runId: idsOfB.runId, workflowId: "w", workspaceId: workspaceOfB, hasEnded: true });
    changes.publish({ runId: "own-run", workflowId: "w", workspaceId: own, hasEnded: true });
    while (!text.includes("own-run")) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    expect(text).not.toContain(idsOfB.runId);
  });

  test("runs.watch does not open for a stranger", async () => {
    const input = encodeURIComponent(JSON.stringify({ json: {} }));
    const response = await createTestClient(api.url).send(`/api/trpc/runs.watch?input=${input}`);
    const text = await response.text();
    expect(text).toContain("Sign in first.");
    expect(text).not.toMatch(/^id:/m);
  });
});
