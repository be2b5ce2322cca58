import type { RetryPolicy } from "@/workflows/definition/retry-policy";
import type { WorkflowDefinition, WorkflowEdge, WorkflowNode } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import type { JournalEntry, NodePath } from "@/workflows/run/journal-entry";
import type { StepFailure } from "@/workflows/run/step-outcome";
import type { StepUsage } from "@/workflows/run/step-usage";

/** Not zero anywhere, so that a term dropped from a sum is seen. */
export const someUsage: StepUsage = {
  wallMs: 5,
  cpuMs: 3,
  peakMemoryBytes: 48 * 1_024 * 1_024,
  startKind: "warm",
  startMs: 2,
};

/** No jitter, so that a retry's time can be written down. */
export const twoFixedRetries: RetryPolicy = { retries: 2, backoff: "fixed", initialDelayMs: 1_000, maxDelayMs: 30_000 };

export function trigger(id: string, overrides: Partial<WorkflowNode> = {}): WorkflowNode {
  const config = { method: "POST", path: id, answer: "respond", answerTimeoutMs: 30_000 };
  return { id, kind: "http-trigger", name: id, position: { x: 7, y: 11 }, config, ...overrides };
}

/** A function step that hands its input on, with two retries. */
export function step(id: string, overrides: Partial<WorkflowNode> = {}): WorkflowNode {
  const config = { source: "export default async (input: Input) => input;\n" };
  const settings = { retry: twoFixedRetries };
  return { id, kind: "function", name: id, position: { x: 7, y: 11 }, config, settings, ...overrides };
}

export function branch(id: string, condition = "input.total > 100"): WorkflowNode {
  return { id, kind: "branch", name: id, position: { x: 7, y: 11 }, config: { condition } };
}

export function respond(id: string): WorkflowNode {
  const config = { status: "200", headers: "{}", body: "input" };
  return { id, kind: "respond", name: id, position: { x: 7, y: 11 }, config };
}

/** `"a -> b"` leaves a by `out`; `"a.yes -> b"` leaves it by `yes`. */
export function edge(text: string): WorkflowEdge {
  const [from = "", target = ""] = text.split(" -> ");
  const [source = "", sourcePort = "out"] = from.split(".");
  return { id: `${source}-${sourcePort}-${target}`, source, sourcePort, target };
}

export function workflow(nodes: readonly WorkflowNode[], edges: readonly string[]): WorkflowDefinition {
  return { schemaVersion: 1, nodes: [...nodes], edges: edges.map(edge) };
}

export function runStarted(triggerNodeId = "t"): JournalEntry {
  return { type: "run-started", atMs: 1_000, triggerNodeId };
}

export function started(nodePath: NodePath, attempt = 1): JournalEntry {
  return { type: "attempt-started", atMs: 5_000, nodePath, attempt };
}

type SuccessOptions = { readonly attempt?: number; readonly output?: JsonValue; readonly ports?: readonly string[] };

export function succeeded(nodePath: NodePath, options: SuccessOptions = {}): JournalEntry {
  const { attempt = 1, output = null, ports = ["out"] } = options;
  const json = { kind: "inline", json: output } as const;
  return { type: "attempt-succeeded", atMs: 10_000, nodePath, attempt, output: json, ports, usage: someUsage };
}

export function failed(nodePath: NodePath, attempt = 1, overrides: Partial<StepFailure> = {}): JournalEntry {
  const failure: StepFailure = { code: "threw", message: "boom", retryable: true, ...overrides };
  return { type: "attempt-failed", atMs: 10_000, nodePath, attempt, failure, usage: someUsage };
}
