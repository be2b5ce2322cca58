import {
  createFunctionRuntime,
  type FunctionRuntimeOptions,
  type StoppableFunctionRuntime,
} from "@/server/runtime/create-function-runtime";
import { probeIsolation } from "@/server/runtime/probe-isolation";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import type { JsonValue } from "@/workflows/json";
import type { Bundle, Invocation, StepLogLine } from "@/workflows/ports";
import type { StepFailure, StepOutcome } from "@/workflows/run/step-outcome";

export type TestCall = {
  readonly input?: JsonValue;
  readonly bundleHash?: string;
  readonly workspaceId?: string;
  readonly wallMs?: number;
  readonly memoryMb?: number;
  readonly signal?: AbortSignal;
};

export type TestRuntime = {
  readonly runtime: StoppableFunctionRuntime;
  readonly diagnostics: readonly string[];
  /** Runs the program of that name and keeps its log. */
  run(nodeId: string, call?: TestCall): Promise<{ outcome: StepOutcome; logs: readonly StepLogLine[] }>;
};

/** A real runtime with real walls over one bundle, which every hash stands for. Without blanks unless asked for. */
export async function startTestRuntime(
  bundle: string | Bundle,
  settings: FunctionRuntimeOptions["settings"] = {},
  isolation?: IsolationMode,
): Promise<TestRuntime> {
  const diagnostics: string[] = [];
  const kept = typeof bundle === "string" ? { code: bundle, sourceMap: "{}" } : bundle;
  const runtime = await createFunctionRuntime({
    bundles: { getBundle: async () => kept },
    isolation: isolation ?? (await probe()),
    settings: { blankPoolSize: 0, ...settings },
    onDiagnostic: (message) => diagnostics.push(message),
  });
  return {
    runtime,
    diagnostics,
    run: async (nodeId, call = {}) => {
      const logs: StepLogLine[] = [];
      const signal = call.signal ?? new AbortController().signal;
      const outcome = await runtime.invoke(invocationOf(nodeId, call), { onLog: (line) => logs.push(line), signal });
      return { outcome, logs };
    },
  };
}

async function probe(): Promise<IsolationMode> {
  const isolation = await probeIsolation();
  if (!isolation.ok) throw new Error(isolation.error);
  return isolation.value;
}

export function invocationOf(nodeId: string, call: TestCall = {}): Invocation {
  return {
    workspaceId: call.workspaceId ?? "workspace-a",
    bundleHash: call.bundleHash ?? "bundle-a",
    input: call.input ?? null,
    context: {
      runId: "run-1",
      workflowId: "workflow-1",
      versionNumber: 7,
      nodeId,
      stepName: "Charge the card",
      attempt: 2,
      idempotencyKey: `run-1/${nodeId}`,
    },
    limits: { wallMs: call.wallMs ?? 10_000, memoryBytes: (call.memoryMb ?? 128) * 1_024 * 1_024 },
  };
}

export function outputOf(outcome: StepOutcome): JsonValue {
  if (!outcome.ok) throw new Error(`The step failed: ${outcome.failure.code}: ${outcome.failure.message}`);
  return outcome.output;
}

export function failureOf(outcome: StepOutcome): StepFailure {
  if (outcome.ok) throw new Error(`The step did not fail: ${JSON.stringify(outcome.output)}`);
  return outcome.failure;
}
