import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiRouter } from "@/server/api/root";
import { type Container, createContainer } from "@/server/container";
import { parseEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import { err } from "@/workflows/result";

const CANARY = "CANARY-of-the-owner";

/** Every door of the server's own, and what a stranger may be told behind it. One that is missing here fails. */
const strangersAnswers: Readonly<Record<string, readonly { readonly path: string; readonly status: number }[]>> = {
  "/hooks/": [
    { path: "/hooks/main/nothing-here", status: 404 },
    { path: "/hooks/elsewhere/hello", status: 404 },
  ],
  "/api/trpc/": [
    { path: "/api/trpc/session.get", status: 200 },
    { path: "/api/trpc/session.policy", status: 200 },
    { path: "/api/trpc/workflows.list", status: 401 },
    { path: "/api/trpc/runs.list", status: 401 },
    { path: "/api/trpc/no.such", status: 404 },
  ],
  "/api/auth/": [
    { path: "/api/auth/get-session", status: 200 },
    { path: "/api/auth/list-sessions", status: 404 },
    { path: "/api/auth/sign-in/link", status: 405 },
  ],
};

let db: TestDatabase;
let container: Container;
let server: Server;
let url: string;

beforeAll(async () => {
  db = await createTestDatabase();
  container = await createContainer({
    env: parseEnv({}),
    secrets: { authSecret: "a secret of thirty-two characters" },
    database: db.database,
    isolation: err("Nothing runs in this test."),
    publicUrl: "http://localhost:3000",
    port: 3_000,
    log: pino({ level: "silent" }),
  });
  await container.start();
  await db.database.pool.query("UPDATE workflow SET name = $1", [CANARY]);
  server = createServer((request, response) => {
    const route = container.routes.find(({ prefix }) => request.url?.startsWith(prefix));
    void route?.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await container.stop();
  await db.drop();
});

test("every route of the server is on the list of what a stranger may be told", () => {
  expect(container.routes.map(({ prefix }) => prefix).sort()).toEqual(Object.keys(strangersAnswers).sort());
});

test.each(Object.values(strangersAnswers).flat())(
  "a stranger gets $status from $path, and nothing of a workspace",
  async ({ path, status }) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(CANARY);
  },
);

test("every procedure but the two about the session asks a stranger to sign in", async () => {
  // safety: the record holds procedures by their whole names; its type describes the routers they stand in.
  const procedures = apiRouter._def.procedures as unknown as Readonly<
    Record<string, { readonly _def: { readonly type: ProcedureType } }>
  >;
  const told = await Promise.all(Object.entries(procedures).map(([name, { _def }]) => ask(name, _def.type)));
  const answered = told.filter(({ isRefused }) => !isRefused).map(({ name }) => name);
  expect(told.length).toBeGreaterThan(10);
  expect(answered).toEqual(["session.get", "session.policy"]);
});

type ProcedureType = "query" | "mutation" | "subscription";

/** A subscription is refused within its stream, since its status is sent before anything is known. */
async function ask(name: string, type: ProcedureType) {
  const isMutation = type === "mutation";
  const response = await fetch(`${url}/api/trpc/${name}`, {
    method: isMutation ? "POST" : "GET",
    headers: { "content-type": "application/json" },
    ...(isMutation ? { body: "{}" } : {}),
  });
  const text = await response.text();
  const isRefused = text.includes("UNAUTHORIZED") && (type === "subscription" || response.status === 401);
  return { name, isRefused };
}
