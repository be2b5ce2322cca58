import { setTimeout as delay } from "node:timers/promises";
import { createAttemptLog } from "@/server/engine/embedded/attempt-log";
import type { CarriedRun, StartedAttempt } from "@/server/engine/embedded/carried-run";
import type { ReportError } from "@/server/engine/embedded/engine-settings";
import type { LogWriter } from "@/server/engine/embedded/log-writer";
import { readNodeInput } from "@/server/engine/embedded/node-input";
import { resolveOutput } from "@/server/engine/embedded/resolve-output";
import { retryOutage } from "@/server/engine/embedded/retry-outage";
import type { ValueReader } from "@/server/engine/embedded/value-reader";
import type { StoredValue } from "@/server/stored-value";
import { getGraphNode } from "@/workflows/engine/graph";
import type { JsonValue } from "@/workflows/json";
import type { Clock, FunctionRuntime, Invocation } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import type { StepFailure, StepOutcome } from "@/workflows/run/step-outcome";

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MEMORY_MB = 128;
/** A runtime that cannot do its part is asked again this many times before the attempt counts as lost. */
const RUNTIME_TRIES = 4;

export type AttemptDeps = {
  readonly runtime: FunctionRuntime;
  readonly values: ValueReader;
  readonly logs: LogWriter;
  readonly clock: Clock;
  readonly report: ReportError;
};

/** What an attempt came to: the entry to record, and the large value that the entry refers to. */
export type AttemptResult = { readonly entry: JournalEntry; readonly stored: StoredValue | null };

/** Carries an attempt out. The author's mistakes and lost processes are entries; it rejects for ours, or when aborted. */
export async function runAttempt(
  run: CarriedRun,
  started: StartedAttempt,
  deps: AttemptDeps & { readonly signal: AbortSignal },
): Promise<AttemptResult> {
  const input = await retryOutage(() => readNodeInput(run, started.nodeId, deps.values), deps.signal);
  const outcome = await invoke(run, started, { ...deps, input });
  deps.signal.throwIfAborted();

  const { nodePath, attempt } = started;
  const fail = (failure: StepFailure): AttemptResult => ({
    entry: {
      type: "attempt-failed",
      atMs: deps.clock.nowMs(),
      nodePath,
      attempt,
      failure,
      usage: outcome === null ? null : outcome.usage,
    },
    stored: null,
  });
  if (outcome === null) return fail(lostFailure);
  if (!outcome.ok) return fail(outcome.failure);

  const resolved = resolveOutput(getGraphNode(run.graph, started.nodeId).node, outcome.output, input);
  if (!resolved.ok) return fail(resolved.error);
  const { kept, ports } = resolved.value;
  const { usage } = outcome;
  return {
    entry: { type: "attempt-succeeded", atMs: deps.clock.nowMs(), nodePath, attempt, output: kept.value, ports, usage },
    stored: kept.stored,
  };
}

/** Of an attempt whose end nobody saw. It may have had its effect, which is why it counts as one. */
export const lostFailure: StepFailure = {
  code: "lost",
  message: "The platform lost this attempt before its result was recorded. It may have had its effect.",
  retryable: true,
};

/** Null when the runtime could not do its part time and again. */
async function invoke(
  run: CarriedRun,
  started: StartedAttempt,
  deps: AttemptDeps & { readonly signal: AbortSignal; readonly input: JsonValue },
): Promise<StepOutcome | null> {
  const { version, runId } = run;
  const { nodePath, attempt } = started;
  const log = createAttemptLog({ runId, workspaceId: version.workspaceId, nodePath, attempt }, deps.logs);
  const hooks = { onLog: log.add, signal: deps.signal };
  const invocation = toInvocation(run, started, deps.input);

  for (let tries = 1; tries <= RUNTIME_TRIES; tries += 1) {
    try {
      return await deps.runtime.invoke(invocation, hooks);
    } catch (error) {
      deps.signal.throwIfAborted();
      deps.report(new Error(`The function runtime failed at "${nodePath}".`, { cause: error }), { runId });
      await delay(250 * 4 ** (tries - 1), undefined, { signal: deps.signal });
    } finally {
      await log.flush();
    }
  }
  return null;
}

function toInvocation(run: CarriedRun, started: StartedAttempt, input: JsonValue): Invocation {
  const { version, runId } = run;
  const { node } = getGraphNode(run.graph, started.nodeId);
  return {
    workspaceId: version.workspaceId,
    bundleHash: version.bundleHash,
    input,
    context: {
      runId,
      workflowId: version.workflowId,
      versionNumber: version.number,
      nodeId: node.id,
      stepName: node.name,
      attempt: started.attempt,
      idempotencyKey: `${runId}/${started.nodePath}`,
    },
    limits: {
      wallMs: node.settings?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      memoryBytes: (node.settings?.memoryMb ?? DEFAULT_MEMORY_MB) * 1_024 * 1_024,
    },
  };
}
