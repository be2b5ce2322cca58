import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "@/server/log";
import { pageSecurityPolicy, setSecurityHeaders } from "@/server/web/security-headers";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type RequestRoute = { readonly prefix: string; readonly handle: RequestHandler };

export type WebServerOptions = {
  /** By the start of the path; the first that fits answers. What fits none is a page. */
  readonly routes: readonly RequestRoute[];
  readonly pages: RequestHandler;
  /** Whether an accepted event could be committed at this moment. A question that fails counts as no. */
  readonly isReady: () => Promise<boolean>;
  readonly isHttps: boolean;
  readonly isDevelopment: boolean;
  readonly log: Log;
};

/**
 * The one door for HTTP. Hot paths are answered here; Next renders pages and is asked last.
 *
 * A client that sends slowly is cut off: 10 s for the headers, 60 s for the whole request.
 */
export function createWebServer(options: WebServerOptions): Server {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (request, response) => {
      answer(options, request, response).catch((error: unknown) => fail(options.log, error, response));
    },
  );
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  return server;
}

async function answer(options: WebServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  setSecurityHeaders(response, options.isHttps);
  const path = pathOf(request);

  if (path === "/healthz") return answerText(response, 200, "ok\n");
  if (path === "/readyz") {
    const isReady = await options.isReady().catch((error: unknown) => {
      options.log.warn({ err: error }, "not ready");
      return false;
    });
    return answerText(response, isReady ? 200 : 503, isReady ? "ready\n" : "not ready\n");
  }
  const route = options.routes.find(({ prefix }) => path.startsWith(prefix));
  if (route !== undefined) return route.handle(request, response);

  const nonce = randomBytes(16).toString("base64");
  const policy = pageSecurityPolicy(nonce, options.isDevelopment);
  response.setHeader("content-security-policy", policy);
  // Next takes the nonce for its own scripts from the request's policy; our layout takes it from `x-nonce`.
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  return options.pages(request, response);
}

/** Without the query, and as it was sent: nothing is decoded before a handler knows what it means. */
function pathOf(request: IncomingMessage): string {
  const url = request.url ?? "/";
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(text);
}

function fail(log: Log, error: unknown, response: ServerResponse): void {
  const reference = randomBytes(6).toString("hex");
  log.error({ err: error, reference }, "a request failed");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  answerText(response, 500, `Something went wrong on our side. Reference: ${reference}\n`);
}
