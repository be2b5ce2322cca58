import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { checkOrigin } from "@/server/api/check-origin";
import { apiRouter } from "@/server/api/root";
import { isUnexpected, referenceOf, translateError } from "@/server/api/translate-error";
import type { ApiContext, ApiServices } from "@/server/api/trpc";
import { UserError } from "@/server/errors";
import type { MemberResolver } from "@/server/identity/member";
import type { Log } from "@/server/log";
import { readBody } from "@/server/read-body";
import { isDeeperThan } from "@/workflows/json-depth";

export const API_PREFIX = "/api/trpc/";
const MAX_BODY_BYTES = 4 * 1_024 * 1_024;
const MAX_BATCH = 20;
/** Under what a stored definition may nest, with room for the envelope around it. */
const MAX_DEPTH = 150;

export type ApiHandlerOptions = {
  readonly services: ApiServices;
  readonly members: MemberResolver;
  /** The origins of our own pages. */
  readonly origins: readonly string[];
  readonly log: Log;
};

type BufferedRequest = IncomingMessage & { body?: string };

/** Answers `/api/trpc/*`, subscriptions by server-sent events included. */
export function createApiHandler(options: ApiHandlerOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const { services, members, origins, log } = options;

  async function createContext({ headers: { cookie } }: IncomingMessage): Promise<ApiContext> {
    const headers = new Headers(cookie === undefined ? {} : { cookie });
    const refreshMember = () => members.resolveMember(headers);
    return { ...services, member: await refreshMember(), refreshMember };
  }

  return (req, res) => {
    res.setHeader("cache-control", "private, no-store");
    void nodeHTTPRequestHandler({
      router: apiRouter,
      req,
      res,
      path: pathOf(req).slice(API_PREFIX.length),
      maxBatchSize: MAX_BATCH,
      middleware: (_req, _res, next) => {
        prepare(req, res, origins).then(
          (isThere) => isThere && next(),
          (error: unknown) => next(error),
        );
      },
      createContext: () => createContext(req),
      responseMeta: ({ errors }) =>
        errors.some((error) => translateError(error).code === "SERVICE_UNAVAILABLE")
          ? { headers: { "retry-after": "1" } }
          : {},
      onError: ({ error, path, type }) => {
        if (!isUnexpected(error)) return;
        log.error({ err: error.cause ?? error, reference: referenceOf(error), path, type }, "an API call failed");
      },
    });
  };
}

/** Takes the request in, within its limits. False when its sender is gone. */
async function prepare(req: BufferedRequest, res: ServerResponse, origins: readonly string[]): Promise<boolean> {
  const { method = "GET", headers } = req;
  checkOrigin({ method, headers }, origins);
  checkDepth(queryOf(req).get("input") ?? "");
  if (method !== "POST") return true;
  try {
    const rawBody = await readBody(req, MAX_BODY_BYTES);
    if (rawBody === null) return false;
    const body = rawBody.toString("utf8");
    checkDepth(body);
    req.body = body;
    return true;
  } catch (error) {
    // What is left of a body that was not read would be taken for the next request.
    res.setHeader("connection", "close");
    throw error;
  }
}

function checkDepth(json: string): void {
  if (isDeeperThan(json, MAX_DEPTH)) {
    throw new UserError("invalid-input", `The input is nested more than ${MAX_DEPTH} levels deep. Flatten it.`);
  }
}

function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

function queryOf({ url = "" }: IncomingMessage): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1));
}
