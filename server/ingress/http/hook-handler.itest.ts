import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createEmbeddedEngine, type EmbeddedEngine } from "@/server/engine/embedded/create-embedded-engine";
import { createEventAcceptor } from "@/server/ingress/accept-event";
import { createHookHandler } from "@/server/ingress/http/create-hook-handler";
import { createAnswerReader } from "@/server/ingress/http/read-answer";
import { createRunAnswers } from "@/server/ingress/http/run-answers";
import { createTestVersions, type DeployedWorkflow, seedDeployedWorkflow } from "@/server/testing/deployed-workflow";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/test-database";
import type { JsonValue } from "@/workflows/json";
import { respond, step, trigger, workflow } from "@/workflows/testing/builders";
import { createFakeFunctionRuntime, FakeFailure, type FakeProgram } from "@/workflows/testing/fake-function-runtime";

let db: TestDatabase;
let server: Server;
let port = 0;
let engine: EmbeddedEngine;
const hooks = new Map<string, DeployedWorkflow>();
const programs: Record<string, FakeProgram> = {};
const runtime = createFakeFunctionRuntime(programs);
const reports: unknown[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  const { database } = db;
  const versions = createTestVersions(database);
  const changes = createLocalRunChanges();
  const onError = (error: unknown) => reports.push(error);
  const answers = createRunAnswers({ changes, readAnswer: createAnswerReader(database.pool, versions), onError });
  engine = createEmbeddedEngine({
    database,
    runtime,
    versions,
    changes,
    clock: { nowMs: Date.now },
    observer: answers,
    report: onError,
  });
  await engine.start();
  const handler = createHookHandler({
    findTrigger: async (slug, address) => {
      const deployed = hooks.get(`${slug}/${address}`);
      return deployed === undefined ? null : { triggerId: deployed.triggerId, config: deployed.triggerConfig };
    },
    acceptor: createEventAcceptor({ database, versions, changes, admission: engine.admission }),
    answers,
    maxBodyBytes: 10_000,
    report: onError,
  });
  server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // safety: a server that listens on TCP has an address of this form.
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  expect(reports.splice(0)).toEqual([]);
  for (const name of Object.keys(programs)) delete programs[name];
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await engine.stop();
  await db.drop();
});

const answerWith =
  (answer: Record<string, unknown>): FakeProgram =>
  () => ({ status: 200, headers: {}, body: null, ...answer });

/** t ──► a ──► r, or what is given instead. Returns the hook's path. */
async function deploy(config: object = {}, definition = workflow([], [])): Promise<string> {
  const full = { method: "POST", path: "orders", answer: "respond", answerTimeoutMs: 5_000, ...config };
  const nodes = definition.nodes.length > 0 ? definition.nodes : [step("a"), respond("r")];
  const edges = definition.nodes.length > 0 ? definition.edges : workflow([], ["t -> a", "a -> r"]).edges;
  const all = { ...definition, nodes: [trigger("t", { config: full }), ...nodes], edges };
  const deployed = await seedDeployedWorkflow(db.database, all);
  hooks.set(`${deployed.workspaceSlug}/${deployed.address}`, deployed);
  return `/hooks/${deployed.workspaceSlug}/${deployed.address}`;
}

/** What the platform's own answers, and those of these tests, may hold. */
type Json = { readonly runId: string; readonly error: { readonly code: string; readonly message: string } };
type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Json;
};
type Call = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string | Buffer };

function call(path: string, { method = "POST", headers = {}, body = '{"n":1}' }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port, path, method, headers: { "content-type": "application/json", ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers["content-type"]?.startsWith("application/json") ?? false;
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson && text !== "" ? JSON.parse(text) : null,
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(["POST", "PUT"].includes(method) ? body : undefined);
  });
}

async function countRuns(path: string): Promise<number> {
  const deployed = hooks.get(path.replace("/hooks/", ""));
  const { rows } = await db.database.pool.query("SELECT count(*)::int AS n FROM run WHERE workspace_id = $1", [
    deployed?.workspaceId,
  ]);
  return rows[0].n;
}

async function readRunStatus(runId: string): Promise<string> {
  const { rows } = await db.database.pool.query("SELECT status FROM run WHERE id = $1", [runId]);
  return rows[0].status;
}

describe("an answer", () => {
  test("of a hook that does not wait is the run's id, after the commit", async () => {
    const path = await deploy({ answer: "accepted" });
    programs.r = answerWith({});
    const { status, json, headers } = await call(path);
    expect(status).toBe(202);
    expect(headers["x-millrace-run-id"]).toBe(json.runId);
    expect(await readRunStatus(json.runId)).toMatch(/running|succeeded/);
  });

  test("comes from the respond node with its status, headers and body", async () => {
    const path = await deploy();
    programs.r = answerWith({ status: 201, headers: { "X-Total": "7" }, body: { ok: true } });
    const { status, headers, json } = await call(path);
    expect({ status, json }).toEqual({ status: 201, json: { ok: true } });
    expect(headers).toMatchObject({
      "x-total": "7",
      "content-type": "application/json; charset=utf-8",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox",
    });
    expect(await readRunStatus(String(headers["x-millrace-run-id"]))).toMatch(/running|succeeded/);
  });

  test("that is text is sent as it is, in a sandbox whatever the workflow says", async () => {
    const path = await deploy();
    const headers = {
      "content-type": "text/html",
      "Content-Security-Policy": "default-src *",
      "Clear-Site-Data": '"*"',
      "X-Millrace-Run-Id": "forged",
    };
    programs.r = answerWith({ headers, body: "<script>alert(1)</script>" });
    const answer = await call(path);
    expect(answer.text).toBe("<script>alert(1)</script>");
    expect(answer.headers).toMatchObject({ "content-type": "text/html", "content-security-policy": "sandbox" });
    expect(answer.headers["clear-site-data"]).toBeUndefined();
    expect(answer.headers["x-millrace-run-id"]).not.toBe("forged");
  });

  test("without content has no body", async () => {
    const path = await deploy();
    programs.r = answerWith({ status: 204, body: "ignored" });
    expect(await call(path)).toMatchObject({ status: 204, text: "" });
  });

  test("over 64 KB arrives whole", async () => {
    const path = await deploy();
    programs.r = answerWith({ body: "y".repeat(200_000) });
    expect((await call(path)).text).toBe("y".repeat(200_000));
  });

  test("of a run without a respond node is the run's output", async () => {
    const path = await deploy({}, workflow([step("a")], ["t -> a"]));
    programs.a = () => ({ total: 3 });
    expect(await call(path)).toMatchObject({ status: 200, json: { total: 3 } });
  });

  test("of a failed run says so and nothing of its insides", async () => {
    const path = await deploy();
    programs.a = () => {
      throw new FakeFailure({ message: "secret detail", retryable: false });
    };
    const { status, json, text } = await call(path);
    expect({ status, code: json.error.code }).toEqual({ status: 500, code: "run-failed" });
    expect(text).not.toContain("secret detail");
  });

  test("that takes too long is 504, and the run goes on", async () => {
    const path = await deploy({ answerTimeoutMs: 150 });
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    programs.a = () => opened;
    programs.r = answerWith({});
    const { status, json } = await call(path);
    expect({ status, code: json.error.code }).toEqual({ status: 504, code: "answer-timeout" });
    open();
    await expect.poll(() => readRunStatus(json.runId)).toBe("succeeded");
  });

  test("is not needed for the run: a caller who hangs up cancels nothing", async () => {
    const path = await deploy();
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<string>();
    programs.a = (_input, { context }) => {
      reach(context.runId);
      return opened;
    };
    programs.r = answerWith({});
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`);
    const runId = await reached;
    socket.destroy();
    open();
    await expect.poll(() => readRunStatus(runId)).toBe("succeeded");
  });
});

describe("a repeated delivery", () => {
  test("gets the first run's answer and starts nothing", async () => {
    const path = await deploy();
    let calls = 0;
    programs.r = () => {
      calls += 1;
      return { status: 200, headers: {}, body: { calls } };
    };
    const headers = { "idempotency-key": "delivery-1" };
    const [first, second] = await Promise.all([call(path, { headers }), call(path, { headers })]);
    const third = await call(path, { headers });
    expect([first.json, second.json, third.json]).toEqual([{ calls: 1 }, { calls: 1 }, { calls: 1 }]);
    expect(third.headers["x-millrace-run-id"]).toBe(first.headers["x-millrace-run-id"]);
    expect(await countRuns(path)).toBe(1);
  });

  test("is known by webhook-id too, and a key that is too long is refused", async () => {
    const path = await deploy({ answer: "accepted" });
    const headers = { "webhook-id": "msg_1" };
    expect((await call(path, { headers })).json).toEqual((await call(path, { headers })).json);
    expect(await call(path, { headers: { "idempotency-key": "k".repeat(256) } })).toMatchObject({ status: 400 });
    expect(await countRuns(path)).toBe(1);
  });
});

describe("the first step", () => {
  test("sees the request: method, path, headers, query and body", async () => {
    const path = await deploy({ answer: "accepted", method: "ANY", path: "orders/new" });
    const headers = { cookie: "better-auth.session_token=s; mine=1", "x-custom": "c" };
    const seen = Promise.withResolvers<JsonValue>();
    programs.a = (input) => seen.resolve(input);
    programs.r = answerWith({});
    await call(`${path}?a=1&a=2&b=%F0%9F%98%80`, { method: "PUT", headers, body: '{"__proto__":{"x":1}}' });
    const input = await seen.promise;
    expect(input).toMatchObject({
      method: "PUT",
      path: "/orders/new",
      url: `${path}?a=1&a=2&b=%F0%9F%98%80`,
      query: { a: ["1", "2"], b: "😀" },
      headers: { cookie: "mine=1", "x-custom": "c", "content-type": "application/json" },
    });
    expect(JSON.stringify(input)).toContain('"body":{"__proto__":{"x":1}}');
  });
});

describe("a refusal", () => {
  test("of malformed JSON names the place, and starts no run", async () => {
    const path = await deploy();
    const { status, json } = await call(path, { body: '{"a": }' });
    expect(status).toBe(400);
    expect(json.error.message).toContain("line 1, column 7 (position 6)");
    expect(await countRuns(path)).toBe(0);
  });

  test("of a hook that does not exist has the same bytes as of one somebody else has", async () => {
    const path = await deploy();
    const foreign = path.replace("/orders", "/invoices");
    const answers = await Promise.all([call(foreign), call("/hooks/nobody/orders"), call("/hooks/nobody/%2e%2e/x")]);
    for (const answer of answers) expect(answer.status).toBe(404);
    const bytes = answers.map(({ headers, text }) => JSON.stringify([{ ...headers, date: "" }, text]));
    expect(new Set(bytes).size).toBe(1);
  });

  test.each(["GET", "PUT", "OPTIONS", "HEAD"])("of %s at a POST hook says which method it takes", async (method) => {
    const path = await deploy();
    expect(await call(path, { method })).toMatchObject({ status: 405, headers: { allow: "POST" } });
    expect(await countRuns(path)).toBe(0);
  });

  test("of a body that says it is over the limit comes without reading it", async () => {
    const path = await deploy();
    const answer = new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", () => resolve(text));
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 10001\r\n\r\n`);
    });
    expect(await answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
  });

  test("of a body without an end comes soon after the limit", async () => {
    const path = await deploy();
    let sent = 0;
    const answer = new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`);
      const chunk = `1000\r\n${"x".repeat(4_096)}\r\n`;
      const send = () => {
        while (!socket.destroyed && sent < 50_000_000 && socket.write(chunk)) sent += 4_096;
      };
      socket.on("drain", send);
      socket.on("data", (data) => {
        text += data.toString();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", () => {});
      send();
    });
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(20_000_000);
    expect(await countRuns(path)).toBe(0);
  });

  test("of a body that nobody will read closes the connection instead of draining it", async () => {
    const answer = new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (data) => {
        text += data.toString();
      });
      socket.on("close", () => resolve(text));
      socket.write("POST /hooks/nobody/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\nabc");
    });
    expect(await answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*connection: close/i);
  });

  test("at the limit itself does not happen", async () => {
    const path = await deploy({ answer: "accepted" });
    const body = JSON.stringify("x".repeat(9_998));
    expect(await call(path, { body })).toMatchObject({ status: 202 });
    expect(await call(path, { body: `${body} ` })).toMatchObject({ status: 413 });
  });
});
