import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiHandler } from "@/server/api/create-api-handler";
import { startTestApi, type TestApi } from "@/server/api/testing/start-test-api";
import type { ApiClient } from "@/server/api/testing/test-client";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";

const MEGABYTE = 1_024 * 1_024;

let db: TestDatabase;
let api: TestApi;
let owner: ApiClient;

beforeAll(async () => {
  db = await createTestDatabase();
  api = await startTestApi({ database: db.database });
  owner = await api.signInOwner();
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
  return owner.send(`/api/trpc/${path}`, init);
}

async function countWorkflows(): Promise<number> {
  return db.database.prisma.workflow.count();
}

describe("a mutation", () => {
  const create = superjson.stringify({ name: "Forged" });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["a sibling domain", { origin: "http://app.localhost" }],
    ["another port", { origin: "http://localhost:1" }],
    ["a page without a name", { origin: "null" }],
    ["a form", { "content-type": "text/plain" }],
    ["an upload", { "content-type": "multipart/form-data; boundary=x" }],
  ])("is refused from %s, and changes nothing", async (_, headers) => {
    const before = await countWorkflows();
    const response = await post("workflows.create", create, headers);
    expect(response.status).toBeOneOf([403, 415]);
    expect(await countWorkflows()).toBe(before);
  });

  test("is refused without an origin when the browser says it is another site's", async () => {
    const headers = { cookie: owner.cookie, "content-type": "application/json" };
    const send = (site: string) =>
      fetch(`${api.url}/api/trpc/workflows.create`, {
        method: "POST",
        body: create,
        headers: { ...headers, "sec-fetch-site": site },
      });
    expect((await send("cross-site")).status).toBe(403);
    expect((await send("same-site")).status).toBe(403);
    expect((await send("same-origin")).status).toBe(200);
  });

  test("is taken from this machine's other name for the same port", async () => {
    const origin = api.url.replace("localhost", "127.0.0.1");
    expect((await post("workflows.create", superjson.stringify({ name: "Local" }), { origin })).status).toBe(200);
  });

  test("is no query, and cannot be made one", async () => {
    const input = encodeURIComponent(create);
    expect((await owner.send(`/api/trpc/workflows.create?input=${input}`)).status).toBe(405);
    const headers = { "x-http-method-override": "POST" };
    expect((await owner.send(`/api/trpc/workflows.create?input=${input}`, { headers })).status).toBe(405);
  });
});

describe("a request", () => {
  test("over the limit is refused with words that reach the caller", async () => {
    const response = await post("workflows.create", superjson.stringify({ name: "x".repeat(5 * MEGABYTE) }));
    expect(response.status).toBe(413);
    expect(await response.text()).toContain("over the limit");
  });

  test("over the limit in pieces is refused as well", async () => {
    const piece = new TextEncoder().encode("x".repeat(MEGABYTE));
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > 8) controller.close();
        else controller.enqueue(piece);
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "application/json" } };
    const answer = owner.send("/api/trpc/workflows.create", init as RequestInit).then(
      ({ status }) => status,
      () => "cut off",
    );
    expect(await answer).not.toBe(200);
    expect((await owner.query("session.policy")).status).toBe(200);
  });

  test.each([
    ["that is not JSON", "{", 400],
    ["nested too deep", `{"json":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 400],
    ["that is no object", '"x"', 400],
    ["of the wrong types", superjson.stringify({ name: { not: "" } }), 400],
  ])("%s is the caller's mistake", async (_, body, status) => {
    const response = await post("workflows.create", body);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/\bat .*\.ts|node_modules/);
  });

  test("of too many calls at a time is refused whole", async () => {
    const paths = Array.from({ length: 21 }, () => "session.policy").join(",");
    expect((await owner.send(`/api/trpc/${paths}?batch=1&input=%7B%7D`)).status).toBe(400);
  });

  test("for what is not there says so", async () => {
    expect((await owner.query("workflows.destroy")).status).toBe(404);
    expect((await owner.query("__proto__.toString")).status).toBe(404);
  });

  test("does not reach any prototype", async () => {
    const names = ["__proto__", "constructor"];
    for (const name of names) {
      const body = `{"json":{"name":"P","${name}":{"polluted":1}},"meta":{"values":{"${name}.polluted":["undefined"]}}}`;
      expect((await post("workflows.create", body)).status).toBeLessThan(500);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("says which field is wrong, and how to mend it", async () => {
    expect((await owner.mutate("workflows.create", { name: "  " })).data).toBe("name: Give the workflow a name.");
    expect((await owner.mutate("workflows.create", { name: "a\u0000b" })).data).toBe(
      "name: Use one line of plain text.",
    );
  });
});

describe("an answer", () => {
  test("is nobody else's to keep", async () => {
    for (const answer of [await owner.query("session.get"), await owner.query("workflows.get", { workflowId: "x" })]) {
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("to a failure of ours gives a reference that is in the log, and nothing else", async () => {
    const created = (await owner.mutate("workflows.create", {})).data as { id: string };
    const answer = await owner.mutate("workflows.deploy", { workflowId: created.id, revision: 1 });
    expect(answer.status).toBe(500);
    const reference = /^Something went wrong on our side\. Reference: (\S+)$/.exec(String(answer.data))?.[1];
    expect(answer.text).not.toContain("Nothing deploys");
    expect(answer.text).not.toContain("stack");
    const lines = api.logged.filter((line) => line.includes(reference ?? "no reference"));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      path: "workflows.deploy",
      err: { message: "Nothing deploys in this test.", stack: expect.stringContaining("start-test-api") },
    });
  });

  test("that is streamed tells its refusals in the same words", async () => {
    const response = await owner.send(
      "/api/trpc/session.policy,workflows.get?batch=1&input=" +
        encodeURIComponent(JSON.stringify({ 1: superjson.serialize({ workflowId: "x" }) })),
      { headers: { "trpc-accept": "application/jsonl" } },
    );
    const text = await response.text();
    expect(text).toContain("There is no such workflow. It may have been deleted.");
    expect(text).toContain('"httpStatus":404');
  });
});

test("says to try again while the database is away", async () => {
  const away = Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" });
  const handle = createApiHandler({
    services: api.services,
    members: { resolveMember: () => Promise.reject(away) },
    origins: [],
    log: pino({ enabled: false }),
  });
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // safety: a TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/trpc/session.get`);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.text()).not.toContain("ECONNREFUSED");
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
