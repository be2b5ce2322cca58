import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { createWebServer } from "@/server/web/create-web-server";
import { drain, listen, reservePort } from "@/server/web/listen";
import { type OpenAnswers, trackOpenAnswers } from "@/server/web/open-answers";

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

let server: Server | null = null;
let answers: OpenAnswers;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
});

async function serve(parts: { hooks?: Handle; pages?: Handle; isReady?: () => Promise<boolean> } = {}) {
  const created = createWebServer({
    routes: [{ prefix: "/hooks/", handle: parts.hooks ?? ((_request, response) => void response.end("hook")) }],
    pages: parts.pages ?? ((_request, response) => void response.end("page")),
    isReady: parts.isReady ?? (async () => true),
    isHttps: false,
    isDevelopment: false,
    log: pino({ level: "silent" }),
  });
  server = created;
  answers = trackOpenAnswers(created);
  return { server: created, url: `http://127.0.0.1:${await listen(created, 0, "127.0.0.1")}` };
}

test("says that it lives and whether it is ready", async () => {
  let isReady = false;
  const { url } = await serve({ isReady: async () => isReady });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  isReady = true;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test("is not ready while the question itself fails, as when the database is away", async () => {
  const { url } = await serve({ isReady: () => Promise.reject(new Error("away")) });
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
});

test.each(["/healthz", "/hooks/main/x", "/workflows", "/hooks/%00"])(
  "%s carries the headers of safety",
  async (path) => {
    const { url } = await serve();
    const { headers } = await fetch(`${url}${path}`);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  },
);

test("a page's policy allows its own scripts and those with this request's nonce only", async () => {
  const nonces: unknown[] = [];
  const { url } = await serve({
    pages: (request, response) => {
      nonces.push(request.headers["x-nonce"]);
      response.end();
    },
  });
  const policies = [await fetch(url), await fetch(url)].map(({ headers }) => headers.get("content-security-policy"));
  expect(policies[0]).toContain(`script-src 'self' 'nonce-${nonces[0]}'`);
  expect(policies[0]).toContain("frame-ancestors 'none'");
  expect(policies[0]).not.toMatch(/script-src[^;]*unsafe-inline/);
  expect(nonces[0]).not.toBe(nonces[1]);
});

test("a handler that fails is answered with a reference and nothing of the error", async () => {
  const { url } = await serve({ hooks: () => Promise.reject(new Error("password is hunter2")) });
  const response = await fetch(`${url}/hooks/main/x`);
  expect(response.status).toBe(500);
  expect(await response.text()).toMatch(/^Something went wrong on our side. Reference: [0-9a-f]+\n$/);
});

test("what is no HTTP is refused and cut off", async () => {
  const { url } = await serve();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end("this is no HTTP\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /);
});

test("a drain lets an answer under way end, and ends a stream of events at once", async () => {
  const pending = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { server: draining, url } = await serve({
    hooks: async (_request, response) => {
      asked.resolve();
      await pending.promise;
      response.end("in time");
    },
    pages: (_request, response) => {
      response.setHeader("content-type", "text/event-stream");
      response.write(": hello\n\n");
    },
  });
  const stream = await fetch(`${url}/stream`);
  const slow = fetch(`${url}/hooks/main/slow`);
  await asked.promise;

  const drained = drain(draining, answers);
  await expect(stream.text()).rejects.toThrow();
  pending.resolve();
  await expect((await slow).text()).resolves.toBe("in time");
  await drained;
  await expect(fetch(url)).rejects.toThrow();
});

test("a port that is taken is said in one line, with another to choose", async () => {
  const { server: taken } = await serve();
  const { port } = taken.address() as AddressInfo;
  await expect(reservePort(port, "127.0.0.1")).rejects.toThrow(`Port ${port} is taken.`);
});
