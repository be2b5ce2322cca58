import type { AttemptView, RunTotals, StepStatus, StepView } from "@/server/history/run-reader";
import { toIso, toIsoOrNull } from "@/server/history/to-iso";
import type { NodeState, RunState } from "@/workflows/engine/run-state";
import type { JournalEntry, NodePath } from "@/workflows/run/journal-entry";

/** How people are told where a node stands. What waits for its turn is idle to them. */
const statusOf = {
  ready: "idle",
  running: "running",
  "backing-off": "backing-off",
  succeeded: "succeeded",
  failed: "failed",
  skipped: "skipped",
} as const satisfies Record<NodeState["status"], StepStatus>;

type Attempt = {
  readonly attempt: number;
  readonly startedAtMs: number;
  readonly end: Extract<JournalEntry, { readonly type: "attempt-succeeded" | "attempt-failed" }> | null;
};

/** Every node of the run in the order of its definition, with all that was tried at it. */
export function toSteps(state: RunState, journal: readonly JournalEntry[]): readonly StepView[] {
  const attempts = groupAttempts(journal);
  const started = journal.find((entry) => entry.type === "run-started");

  return [...state.graph.values()].map(({ node, role }) => {
    const nodeState = state.nodes.get(node.id) ?? null;
    const tries = attempts.get(node.id) ?? [];
    const isFired = role === "trigger" && nodeState?.status === "succeeded";
    const startedAtMs = isFired ? (started?.atMs ?? null) : (tries[0]?.startedAtMs ?? null);
    const finishedAtMs = isFired ? startedAtMs : endOf(nodeState, tries);
    const resumeAtMs = nodeState?.status === "backing-off" ? nodeState.resumeAtMs : null;
    return {
      nodePath: node.id,
      nodeId: node.id,
      name: node.name,
      kind: node.kind,
      status: nodeState === null ? "idle" : statusOf[nodeState.status],
      ports: nodeState?.status === "succeeded" ? nodeState.ports : [],
      startedAt: toIsoOrNull(startedAtMs),
      finishedAt: toIsoOrNull(finishedAtMs),
      durationMs: startedAtMs === null || finishedAtMs === null ? null : finishedAtMs - startedAtMs,
      resumeAt: toIsoOrNull(resumeAtMs),
      attempts: tries.map(toAttemptView),
    };
  });
}

/** What all attempts of a run consumed together. */
export function toTotals(journal: readonly JournalEntry[]): RunTotals {
  const usages = journal.flatMap((entry) => ("usage" in entry && entry.usage !== null ? [entry.usage] : []));
  return {
    cpuMs: usages.reduce((sum, usage) => sum + usage.cpuMs, 0),
    wallMs: usages.reduce((sum, usage) => sum + usage.wallMs, 0),
    peakMemoryBytes: usages.reduce((peak, usage) => Math.max(peak, usage.peakMemoryBytes), 0),
    attempts: journal.filter((entry) => entry.type === "attempt-started").length,
  };
}

function groupAttempts(journal: readonly JournalEntry[]): ReadonlyMap<NodePath, readonly Attempt[]> {
  const groups = new Map<NodePath, Attempt[]>();
  for (const entry of journal) {
    if (entry.type === "attempt-started") {
      const group = groups.get(entry.nodePath) ?? [];
      group.push({ attempt: entry.attempt, startedAtMs: entry.atMs, end: null });
      groups.set(entry.nodePath, group);
    } else if (entry.type === "attempt-succeeded" || entry.type === "attempt-failed") {
      const group = groups.get(entry.nodePath);
      const last = group?.pop();
      if (group !== undefined && last !== undefined) group.push({ ...last, end: entry });
    }
  }
  return groups;
}

function endOf(nodeState: NodeState | null, attempts: readonly Attempt[]): number | null {
  const isOver = nodeState?.status === "succeeded" || nodeState?.status === "failed";
  return isOver ? (attempts.at(-1)?.end?.atMs ?? null) : null;
}

function toAttemptView({ attempt, startedAtMs, end }: Attempt): AttemptView {
  const startedAt = toIso(startedAtMs);
  if (end === null) return { attempt, status: "running", startedAt, finishedAt: null, usage: null, failure: null };
  const finishedAt = toIso(end.atMs);
  const { usage } = end;
  return end.type === "attempt-succeeded"
    ? { attempt, status: "succeeded", startedAt, finishedAt, usage, failure: null }
    : { attempt, status: "failed", startedAt, finishedAt, usage, failure: end.failure };
}
