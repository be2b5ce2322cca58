import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isDatabaseOutage } from "@/server/database-outage";
import { UserError } from "@/server/errors";
import { readDedupeKey } from "@/server/ingress/http/dedupe-key";
import { forwardHeaders } from "@/server/ingress/http/forwarded-headers";
import { parseBody } from "@/server/ingress/http/parse-body";
import { type HookUrl, parseHookUrl } from "@/server/ingress/http/parse-hook-url";
import type { RunAnswer, RunAnswers } from "@/server/ingress/http/run-answers";
import { writeHttpAnswer, writeJson, writeUserError } from "@/server/ingress/http/write-response";
import { defaultIngressSettings } from "@/server/ingress/ingress-settings";
import { readBody } from "@/server/read-body";
import { type HttpTriggerConfig, httpMethods } from "@/workflows/definition/node-kinds/http-trigger";
import type { AcceptedEvent, EventAcceptor } from "@/workflows/ports";

/** A live HTTP trigger, as the last deploy left it. */
export type LiveHook = { readonly triggerId: string; readonly config: HttpTriggerConfig };

export type HookHandlerOptions = {
  /** Null for a workspace or an address that does not exist, and for a workflow that is off or deleted. */
  readonly findTrigger: (workspaceSlug: string, address: string) => Promise<LiveHook | null>;
  readonly acceptor: EventAcceptor;
  readonly answers: Pick<RunAnswers, "waitFor">;
  readonly maxBodyBytes?: number;
  /** Hears of what was our fault; the caller is told the reference only. */
  readonly report: (error: Error, about: { readonly reference: string }) => void;
};

/**
 * Answers `/hooks/<workspace>/<path>`. A hook that does not exist, one of somebody else and one that is
 * off get the same bytes. Nothing is acknowledged before it is committed, and a caller who hangs up
 * cancels nothing.
 */
export function createHookHandler(
  options: HookHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    handle(request, response, options).catch((error: unknown) => refuse(response, error, options));
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: HookHandlerOptions): Promise<void> {
  const url = parseHookUrl(request.url ?? "");
  const hook = url === null ? null : await options.findTrigger(url.workspaceSlug, url.address);
  if (url === null || hook === null) throw new UserError("not-found", "There is no such hook. Check the URL.");
  const { config } = hook;
  if (!allows(config, request.method)) {
    const error = new UserError("method-not-allowed", "This hook does not take this method.");
    writeUserError(response, error, { allow: allowedMethods(config).join(", ") });
    return;
  }

  const dedupeKey = readDedupeKey(request.headers);
  const rawBody = await readBody(request, options.maxBodyBytes ?? defaultIngressSettings.maxBodyBytes);
  if (rawBody === null) return;
  const payload = toPayload(request, url, rawBody);
  const accepted = await options.acceptor.accept({ triggerId: hook.triggerId, dedupeKey, payload });
  if (config.answer === "accepted") {
    const { runId } = accepted;
    writeJson(response, { status: 202, body: { runId }, runId });
    return;
  }
  await answer(response, accepted, { answers: options.answers, timeoutMs: config.answerTimeoutMs });
}

function allowedMethods({ method }: HttpTriggerConfig): readonly string[] {
  return method === "ANY" ? httpMethods.filter((one) => one !== "ANY") : [method];
}

function allows(config: HttpTriggerConfig, method: string | undefined): boolean {
  return method !== undefined && allowedMethods(config).includes(method);
}

/** The `HttpRequest` of a workflow's first step. */
function toPayload(request: IncomingMessage, url: HookUrl, rawBody: Buffer) {
  const { headers, method = "" } = request;
  const body = parseBody(rawBody, {
    contentType: headers["content-type"],
    contentEncoding: headers["content-encoding"],
  });
  const path = `/${url.address}`;
  return { method, path, url: request.url ?? "", headers: forwardHeaders(headers), query: url.query, body };
}

async function answer(
  response: ServerResponse,
  { runId, isDuplicate }: AcceptedEvent,
  { answers, timeoutMs }: Pick<HookHandlerOptions, "answers"> & { readonly timeoutMs: number },
): Promise<void> {
  const hangUp = new AbortController();
  response.once("close", () => hangUp.abort());
  const found = await answers.waitFor(runId, { timeoutMs, isDuplicate, signal: hangUp.signal });
  if (!response.writable || response.destroyed) return;
  if (found === null) {
    const error = { code: "answer-timeout", message: "The workflow has not answered in time. Its run goes on." };
    writeJson(response, { status: 504, body: { error, runId }, runId });
    return;
  }
  writeAnswer(response, found, runId);
}

function writeAnswer(response: ServerResponse, found: RunAnswer, runId: string): void {
  if (found.kind === "responded") {
    writeHttpAnswer(response, found.answer, runId);
  } else if (found.kind === "succeeded") {
    writeJson(response, { status: 200, body: found.output, runId });
  } else {
    const error = { code: "run-failed", message: "The workflow failed before it answered." };
    writeJson(response, { status: 500, body: { error, runId }, runId });
  }
}

function refuse(response: ServerResponse, error: unknown, options: HookHandlerOptions): void {
  if (response.headersSent || response.destroyed) return;
  if (error instanceof UserError) {
    writeUserError(response, error);
    return;
  }
  if (isDatabaseOutage(error)) {
    writeUserError(response, new UserError("unavailable", "The platform is not ready. Try again in a moment."));
    return;
  }
  const reference = randomUUID();
  options.report(error instanceof Error ? error : new Error("Something that is no error was thrown."), { reference });
  const message = `Something went wrong on our side. Reference: ${reference}`;
  writeJson(response, { status: 500, body: { error: { code: "internal", message } } });
}
