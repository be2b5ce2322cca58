import type { IncomingMessage, ServerResponse } from "node:http";
import { checkOrigin } from "@/server/api/check-origin";
import { refuse } from "@/server/api/refuse";
import { UserError } from "@/server/errors";
import { CLIENT_IP_HEADER } from "@/server/identity/client-ip-header";
import type { Log } from "@/server/log";
import { readBody } from "@/server/read-body";

export const AUTH_PREFIX = "/api/auth/";
const MAX_BODY_BYTES = 64 * 1_024;

/** All of better-auth that this installation uses; what else it could answer is not there. */
const methods: ReadonlyMap<string, string> = new Map([
  ["/api/auth/sign-in/email", "POST"],
  ["/api/auth/sign-in/link", "POST"],
  ["/api/auth/sign-up/email", "POST"],
  ["/api/auth/sign-out", "POST"],
  ["/api/auth/get-session", "GET"],
]);

export type AuthHandlerOptions = {
  readonly identity: { handleAuth(request: Request): Promise<Response> };
  readonly publicUrl: string;
  /** The origins of our own pages. */
  readonly origins: readonly string[];
  readonly log: Log;
};

/** Answers `/api/auth/*`: signing in, up and out. */
export function createAuthHandler(options: AuthHandlerOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const { identity, publicUrl, origins, log } = options;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = "GET", headers } = req;
    // The host that a client names is never believed: links and cookies are the public URL's.
    const url = new URL(req.url ?? "", publicUrl);
    const wanted = methods.get(url.pathname);
    if (wanted === undefined) throw new UserError("not-found", "There is nothing here.");
    if (wanted !== method) throw new UserError("method-not-allowed", `Use ${wanted}.`);
    checkOrigin({ method, headers }, origins);
    const rawBody = await readBody(req, MAX_BODY_BYTES);
    if (rawBody === null) return;

    const target = new URL(url.pathname, publicUrl);
    const body = method === "POST" ? { body: rawBody.toString("utf8") || "{}" } : {};
    const init = { method, headers: toHeaders(req), ...body };
    await send(await identity.handleAuth(new Request(target, init)), res);
  }

  return (req, res) => {
    answer(req, res).catch((error: unknown) => refuse(res, error, log));
  };
}

/** Only what signing in needs. The address that counts is the connection's. */
function toHeaders(req: IncomingMessage): Headers {
  const headers = new Headers({
    "content-type": "application/json",
    [CLIENT_IP_HEADER]: req.socket.remoteAddress ?? "",
  });
  for (const name of ["cookie", "origin", "user-agent", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"]) {
    const value = req.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  return headers;
}

async function send(answer: Response, res: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  for (const [name, value] of answer.headers) {
    if (name !== "set-cookie") res.setHeader(name, value);
  }
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader("set-cookie", cookies);
  const retryAfter = answer.headers.get("x-retry-after");
  if (retryAfter !== null) res.setHeader("retry-after", retryAfter);
  res.setHeader("cache-control", "private, no-store");
  res.writeHead(answer.status);
  res.end(body);
}
