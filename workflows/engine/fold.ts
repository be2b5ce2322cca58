import { backoffDelayMs, retryAfterDelayMs } from "@/workflows/engine/backoff";
import { type Graph, getGraphNode } from "@/workflows/engine/graph";
import { createRunState, type NodeState, type RunState } from "@/workflows/engine/run-state";
import type { JournalEntry, NodePath } from "@/workflows/run/journal-entry";

type EntryOf<Type extends JournalEntry["type"]> = Extract<JournalEntry, { readonly type: Type }>;

/** The same journal always folds to the same state. */
export function foldJournal(graph: Graph, runId: string, journal: readonly JournalEntry[]): RunState {
  const state = createRunState(graph, runId);
  for (const entry of journal) applyEntry(state, entry);
  return state;
}

/**
 * Takes one more fact into the state, in place.
 *
 * @throws Error when the entry cannot follow what is recorded already, such as a second result of one
 * node. A journal that throws was not written by the engine, and its run must not go on.
 */
export function applyEntry(state: RunState, entry: JournalEntry): void {
  if (state.end !== null)
    throw new Error(`Run "${state.runId}" has ended, yet "${entry.type}" follows in its journal.`);
  if (state.hasStarted === (entry.type === "run-started")) {
    throw new Error(`"${entry.type}" is out of place in the journal of run "${state.runId}".`);
  }

  switch (entry.type) {
    case "run-started":
      startRun(state, entry);
      return;
    case "attempt-started":
      startAttempt(state, entry);
      return;
    case "attempt-succeeded":
      succeedAttempt(state, entry);
      return;
    case "attempt-failed":
      failAttempt(state, entry);
      return;
    case "run-succeeded":
      state.end = { status: "succeeded", outputPaths: entry.outputPaths };
      return;
    case "run-failed":
      state.end = { status: "failed", failure: entry.failure };
      return;
  }
}

function startRun(state: RunState, entry: EntryOf<"run-started">): void {
  const fired = getGraphNode(state.graph, entry.triggerNodeId);
  if (fired.role !== "trigger") throw new Error(`Run "${state.runId}" starts at "${entry.triggerNodeId}", no trigger.`);
  state.hasStarted = true;

  for (const { node, role, outgoing } of state.graph.values()) {
    if (role !== "trigger") continue;
    if (node.id !== entry.triggerNodeId) {
      resolveNode(state, node.id, { status: "skipped" });
      continue;
    }
    const ports = [...new Set(outgoing.map((edge) => edge.sourcePort))];
    resolveNode(state, node.id, { status: "succeeded", attempt: 1, output: { kind: "event" }, ports });
  }
}

function startAttempt(state: RunState, { nodePath, attempt, atMs }: EntryOf<"attempt-started">): void {
  if (state.due.get(nodePath)?.attempt !== attempt) {
    throw new Error(`Attempt ${attempt} at "${nodePath}" was not due in run "${state.runId}".`);
  }
  state.due.delete(nodePath);
  state.running.add(nodePath);
  state.nodes.set(nodePath, { status: "running", attempt, startedAtMs: atMs });
}

function succeedAttempt(state: RunState, entry: EntryOf<"attempt-succeeded">): void {
  endAttempt(state, entry);
  const { attempt, output, ports } = entry;
  resolveNode(state, entry.nodePath, { status: "succeeded", attempt, output, ports });
}

function failAttempt(state: RunState, entry: EntryOf<"attempt-failed">): void {
  endAttempt(state, entry);
  const { nodePath, attempt, failure } = entry;

  if (canRetry(state, entry)) {
    const resumeAtMs = retryAtMs(state, entry);
    state.nodes.set(nodePath, { status: "backing-off", attempt, failure, resumeAtMs });
    state.due.set(nodePath, { attempt: attempt + 1, notBeforeMs: resumeAtMs });
    return;
  }

  state.nodes.set(nodePath, { status: "failed", attempt, failure });
  state.failure ??= { nodePath, failure };
  // Siblings under way finish; nothing new starts, retries included.
  state.due.clear();
}

function endAttempt(state: RunState, entry: { readonly nodePath: NodePath; readonly attempt: number }): void {
  const current = state.nodes.get(entry.nodePath);
  if (current?.status !== "running" || current.attempt !== entry.attempt) {
    throw new Error(`Attempt ${entry.attempt} at "${entry.nodePath}" was not running in run "${state.runId}".`);
  }
  state.running.delete(entry.nodePath);
}

function canRetry(state: RunState, { nodePath, attempt, failure }: EntryOf<"attempt-failed">): boolean {
  return state.failure === null && failure.retryable && attempt <= getGraphNode(state.graph, nodePath).retry.retries;
}

function retryAtMs(state: RunState, { nodePath, attempt, failure, atMs }: EntryOf<"attempt-failed">): number | null {
  // A crash of ours is no fault of the step, so the step does not wait for it.
  if (failure.code === "lost") return null;
  if (failure.retryAfterMs !== undefined) return atMs + retryAfterDelayMs(failure.retryAfterMs);
  const { retry } = getGraphNode(state.graph, nodePath);
  return atMs + backoffDelayMs(retry, attempt, `${state.runId}/${nodePath}#${attempt}`);
}

/** Settles a node and every node that is thereby decided: ready when an edge is live, skipped when none is. */
function resolveNode(state: RunState, nodeId: string, resolved: NodeState): void {
  state.nodes.set(nodeId, resolved);
  const settled = [nodeId];

  for (let next = settled.pop(); next !== undefined; next = settled.pop()) {
    const nodeState = state.nodes.get(next);
    for (const edge of getGraphNode(state.graph, next).outgoing) {
      const isLive = nodeState?.status === "succeeded" && nodeState.ports.includes(edge.sourcePort);
      if (arrive(state, edge.target, isLive) === "skipped") settled.push(edge.target);
    }
  }
}

/** Counts one resolved edge into a node, and says whether the node was skipped by it. */
function arrive(state: RunState, nodeId: string, isLive: boolean): "waiting" | "ready" | "skipped" {
  const arrivals = state.arrivals.get(nodeId) ?? { resolved: 0, live: 0 };
  arrivals.resolved += 1;
  if (isLive) arrivals.live += 1;
  state.arrivals.set(nodeId, arrivals);
  if (arrivals.resolved < getGraphNode(state.graph, nodeId).incoming.length) return "waiting";

  const status = arrivals.live > 0 ? "ready" : "skipped";
  state.nodes.set(nodeId, { status });
  if (status === "ready" && state.failure === null) state.due.set(nodeId, { attempt: 1, notBeforeMs: null });
  return status;
}
