import type { ServerResponse } from "node:http";
import type { UserError } from "@/server/errors";
import type { HttpAnswer } from "@/workflows/definition/node-kinds/respond";
import type { JsonValue } from "@/workflows/json";

/**
 * On every answer. Hooks share the platform's origin, so a page that a workflow answers with is put
 * into a sandbox, where it has an origin of its own.
 */
const always = { "content-security-policy": "sandbox", "x-content-type-options": "nosniff" } as const;

/** Headers that speak for the whole origin, which is the platform's and not the workflow's. */
const forWholeOrigin = new Set([
  "alt-svc",
  "clear-site-data",
  "nel",
  "origin-agent-cluster",
  "public-key-pins",
  "report-to",
  "reporting-endpoints",
  "service-worker-allowed",
  "set-cookie2",
  "strict-transport-security",
]);

const withoutBody = new Set([204, 205, 304]);

export type JsonAnswer = {
  readonly status: number;
  readonly body: JsonValue;
  readonly runId?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export function writeJson(response: ServerResponse, { status, body, runId, headers }: JsonAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...always,
    ...headers,
    ...(runId === undefined ? {} : { "x-millrace-run-id": runId }),
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** Sends what a respond node answered: a string as it is, everything else as JSON. */
export function writeHttpAnswer(response: ServerResponse, answer: HttpAnswer, runId: string): void {
  const isText = typeof answer.body === "string";
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
  const isEmpty = withoutBody.has(answer.status);
  const headers: Record<string, string | number> = isEmpty
    ? {}
    : {
        "content-type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(text),
      };
  for (const [name, value] of Object.entries(answer.headers)) {
    const lowerName = name.toLowerCase();
    if (!forWholeOrigin.has(lowerName)) headers[lowerName] = value;
  }
  response.writeHead(answer.status, { ...headers, ...always, "x-millrace-run-id": runId });
  response.end(isEmpty ? undefined : text);
}

/** Says "no" in the words of the error. Where the body has not come to its end it is not waited for. */
export function writeUserError(response: ServerResponse, error: UserError, headers: Record<string, string> = {}): void {
  const isBusy = error.code === "unavailable" || error.code === "rate-limited";
  writeJson(response, {
    status: error.httpStatus,
    body: { error: { code: error.code, message: error.message } },
    headers: {
      ...headers,
      ...(isBusy ? { "retry-after": "1" } : {}),
      ...(response.req.complete ? {} : { connection: "close" }),
    },
  });
}
