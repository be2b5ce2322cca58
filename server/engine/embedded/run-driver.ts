import type { CarriedRun, CommitObserver, StartedAttempt } from "@/server/engine/embedded/carried-run";
import type { CommitAction } from "@/server/engine/embedded/commit-batch";
import type { EngineSettings } from "@/server/engine/embedded/engine-settings";
import { type NextMoves, takeNextMoves } from "@/server/engine/embedded/next-moves";
import { type AttemptDeps, type AttemptResult, runAttempt } from "@/server/engine/embedded/run-attempt";
import type { RunCommitter } from "@/server/engine/embedded/run-committer";
import type { WorkerLease } from "@/server/engine/embedded/worker-lease";
import { applyEntry } from "@/workflows/engine/fold";
import type { RunChanges } from "@/workflows/ports";
import type { JournalEntry } from "@/workflows/run/journal-entry";

export type DriverDeps = AttemptDeps & {
  readonly committer: RunCommitter;
  readonly lease: Pick<WorkerLease, "isHeld" | "whenHeld">;
  readonly changes: RunChanges;
  readonly observer: CommitObserver | null;
  readonly settings: EngineSettings;
};

/** Why a driver let go of its run. `parked` says when the run is due again. */
export type Release =
  | { readonly kind: "ended" }
  | { readonly kind: "parked"; readonly dueAtMs: number }
  /** Somebody else carries the run, or will: nothing more may be written. */
  | { readonly kind: "dropped" };

const LONGEST_TIMER_MS = 60_000;

/**
 * Carries one run: folds in what its attempts came to, asks the kernel what is next, records it, and
 * only then acts. At any time it has at most one commit under way, so its journal has one writer.
 */
export class RunDriver {
  readonly #run: CarriedRun;
  readonly #deps: DriverDeps;
  readonly #aborter = new AbortController();
  #recorded: number;
  #results: AttemptResult[] = [];
  #failure: unknown = null;
  #underWay = 0;
  #isStopping = false;
  #wake: () => void = () => {};

  constructor(run: CarriedRun, deps: DriverDeps) {
    this.#run = run;
    this.#deps = deps;
    this.#recorded = run.recorded;
  }

  /** Begins nothing new; lets go of the run when the attempts under way have ended. */
  stop(): void {
    this.#isStopping = true;
    this.#wake();
  }

  /** Kills what is under way and lets go of the run, without writing anything. */
  drop(): void {
    this.#aborter.abort();
    this.#wake();
  }

  /**
   * Resolves when the run is out of this process's hands. Rejects for a defect of ours or of the journal.
   *
   * @param started attempts that are recorded as started at this epoch
   * @param found entries that follow from the journal and are in it only after the first commit
   */
  async drive(started: readonly StartedAttempt[], found: readonly JournalEntry[]): Promise<Release> {
    try {
      for (const entry of found) this.#results.push({ entry, stored: null });
      this.#begin(started);
      for (;;) {
        const release = await this.#advance();
        if (release !== null) return release;
      }
    } finally {
      // An abort costs a stack trace, so a run that simply ended goes without.
      if (this.#underWay > 0) this.#aborter.abort();
    }
  }

  /** One round: take results, decide, commit, begin what was recorded, or wait. */
  async #advance(): Promise<Release | null> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#aborter.signal.aborted) return { kind: "dropped" };

    const results = this.#results.splice(0);
    for (const { entry } of results) applyEntry(this.#run.state, entry);
    const nowMs = this.#deps.clock.nowMs();
    const moves = takeNextMoves(this.#run.state, nowMs, !this.#isStopping);
    const entries = [...results.map(({ entry }) => entry), ...moves.entries];
    const action = this.#chooseAction(moves, nowMs);

    if (entries.length > 0 || action.kind !== "continue") {
      const values = results.flatMap(({ stored }) => (stored === null ? [] : [stored]));
      const isOurs = await this.#commit({ entries, values, action });
      if (!isOurs) return { kind: "dropped" };
      if (action.kind === "end") return { kind: "ended" };
      if (action.kind === "park") return { kind: "parked", dueAtMs: action.dueAtMs };
      this.#begin(moves.starts);
      return null;
    }
    if (this.#isStopping && this.#underWay === 0) return { kind: "dropped" };
    await this.#wait(moves.nextAtMs);
    return null;
  }

  #chooseAction({ starts, nextAtMs }: NextMoves, nowMs: number): CommitAction {
    const { end } = this.#run.state;
    if (end !== null) return { kind: "end", end, finishedAtMs: nowMs };
    const isIdle = this.#underWay === 0 && starts.length === 0;
    if (isIdle && nextAtMs !== null && nextAtMs - nowMs > this.#deps.settings.longestWaitInMemoryMs) {
      return { kind: "park", dueAtMs: nextAtMs, seenDueAtMs: this.#run.dueAtMs };
    }
    return { kind: "continue" };
  }

  async #commit(facts: {
    readonly entries: readonly JournalEntry[];
    readonly values: readonly { readonly hash: string; readonly json: string }[];
    readonly action: CommitAction;
  }): Promise<boolean> {
    const { runId, epoch, version } = this.#run;
    const { entries } = facts;
    const first = this.#recorded + 1;
    const placed = entries.map((entry, index) => ({ runId, seq: first + index, entry }));
    const result = await this.#deps.committer.commit({ runId, epoch, ...facts, entries: placed });
    const isOurs = result === "committed";
    if (isOurs) {
      this.#recorded += entries.length;
      this.#deps.observer?.onCommitted({ runId, version, entries });
    }
    const { workspaceId, workflowId } = version;
    // Fenced off may mean ended elsewhere: readers are told to look.
    this.#deps.changes.publish({ runId, workspaceId, workflowId, hasEnded: facts.action.kind === "end" || !isOurs });
    return isOurs;
  }

  #begin(starts: readonly StartedAttempt[]): void {
    for (const started of starts) {
      this.#underWay += 1;
      void this.#attempt(started).then(
        (result) => this.#settle(() => this.#results.push(result)),
        (error: unknown) => this.#settle(() => this.#fail(error)),
      );
    }
  }

  async #attempt(started: StartedAttempt): Promise<AttemptResult> {
    // A process that was paused for longer than its lease must not act on what it recorded before.
    if (!this.#deps.lease.isHeld()) await this.#deps.lease.whenHeld();
    this.#aborter.signal.throwIfAborted();
    return runAttempt(this.#run, started, { ...this.#deps, signal: this.#aborter.signal });
  }

  #settle(record: () => void): void {
    this.#underWay -= 1;
    record();
    this.#wake();
  }

  #fail(error: unknown): void {
    if (!this.#aborter.signal.aborted) this.#failure = error;
  }

  #wait(untilMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const delayMs = untilMs === null ? null : Math.min(untilMs - this.#deps.clock.nowMs(), LONGEST_TIMER_MS);
      const timer = delayMs === null ? undefined : setTimeout(() => this.#wake(), Math.max(delayMs, 1));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}
