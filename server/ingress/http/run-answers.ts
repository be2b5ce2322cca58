import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { HttpAnswer } from "@/workflows/definition/node-kinds/respond";
import type { JsonValue } from "@/workflows/json";
import type { PublishedVersion, RunChanges } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";

/** What the caller of a hook is told of its run. */
export type RunAnswer =
  | { readonly kind: "responded"; readonly answer: HttpAnswer }
  | { readonly kind: "succeeded"; readonly output: JsonValue }
  | { readonly kind: "failed" };

type Committed = {
  readonly runId: string;
  readonly version: PublishedVersion;
  readonly entries: readonly JournalEntry[];
};

export type AnswerWait = { readonly timeoutMs: number; readonly isDuplicate: boolean; readonly signal: AbortSignal };

export type RunAnswers = {
  /** Fits the engine's observer: tells those who wait in this process without asking the database. */
  onCommitted(committed: Committed): void;
  /**
   * The run's answer, whichever process carries the run; null when there is none in time. To be called in
   * the same turn of the event loop in which the run was accepted, so that no commit comes before it.
   */
  waitFor(runId: string, wait: AnswerWait): Promise<RunAnswer | null>;
};

export type RunAnswersOptions = {
  readonly changes: RunChanges;
  /** Null as long as there is no answer. */
  readonly readAnswer: (runId: string) => Promise<RunAnswer | null>;
  readonly onError: (error: unknown) => void;
};

/** `hints` counts the reasons to look since the look under way began, itself included; 0 when none is. */
type Waiter = { readonly resolve: (answer: RunAnswer) => void; hints: number };

/** Hints can be lost with a connection, so a waiter also looks by itself, this often. */
const LOOK_EVERY_MS = 3_000;

/** Brings the answers of runs to the requests that wait for them. */
export function createRunAnswers(options: RunAnswersOptions): RunAnswers {
  const waiters = new Map<string, Set<Waiter>>();

  function lookForAll(runId: string): void {
    for (const waiter of waiters.get(runId) ?? []) void look(runId, waiter, options);
  }

  function add(runId: string, waiter: Waiter): () => void {
    const others = waiters.get(runId) ?? new Set();
    waiters.set(runId, others.add(waiter));
    return () => {
      others.delete(waiter);
      if (others.size === 0) waiters.delete(runId);
    };
  }

  options.changes.subscribe(({ runId, hasEnded }) => {
    if (hasEnded && waiters.has(runId)) lookForAll(runId);
  });

  return {
    onCommitted: ({ runId, version, entries }) => {
      const waiting = waiters.get(runId);
      if (waiting === undefined) return;
      const answer = findAnswer(version, entries);
      if (answer === "stored") lookForAll(runId);
      else if (answer !== null) for (const { resolve } of waiting) resolve(answer);
    },
    waitFor: async (runId, { timeoutMs, isDuplicate, signal }) => {
      const { promise, resolve } = Promise.withResolvers<RunAnswer | null>();
      const waiter: Waiter = { resolve, hints: 0 };
      const remove = add(runId, waiter);
      const timeout = setTimeout(() => resolve(null), timeoutMs);
      const looking = setInterval(() => void look(runId, waiter, options), LOOK_EVERY_MS);
      const giveUp = () => resolve(null);
      signal.addEventListener("abort", giveUp);
      // The first delivery's run may have answered long ago.
      if (isDuplicate) void look(runId, waiter, options);
      try {
        return await promise;
      } finally {
        remove();
        clearTimeout(timeout);
        clearInterval(looking);
        signal.removeEventListener("abort", giveUp);
      }
    },
  };
}

/** Asks the record, once at a time for each who waits, and again when a hint came while it was asked. */
async function look(runId: string, waiter: Waiter, options: RunAnswersOptions): Promise<void> {
  waiter.hints += 1;
  if (waiter.hints > 1) return;
  try {
    for (let seen = 0; seen < waiter.hints; ) {
      seen = waiter.hints;
      const answer = await options.readAnswer(runId);
      if (answer !== null) waiter.resolve(answer);
    }
  } catch (error) {
    // The next look may find the database there; the caller's timeout ends it otherwise.
    options.onError(error);
  } finally {
    waiter.hints = 0;
  }
}

/** The answer that these entries hold; "stored" when it is too large to stand in them. */
function findAnswer(version: PublishedVersion, entries: readonly JournalEntry[]): RunAnswer | "stored" | null {
  for (const entry of entries) {
    if (entry.type === "run-failed") return { kind: "failed" };
    if (entry.type !== "attempt-succeeded" || !isResponse(version, entry.nodePath)) continue;
    if (entry.output.kind !== "inline") return "stored";
    // safety: the output of a respond node is what its kind resolved, which is an HttpAnswer.
    return { kind: "responded", answer: entry.output.json as HttpAnswer };
  }
  return null;
}

/** Whether a node of this version answers the caller. */
export function isResponse(version: PublishedVersion, nodePath: string): boolean {
  const node = version.definition.nodes.find(({ id }) => id === nodePath);
  return node !== undefined && findNodeKind(node.kind)?.role === "response";
}
