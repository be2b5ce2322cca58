import { setTimeout as delay } from "node:timers/promises";
import type { CarriedRun, StartedAttempt } from "@/server/engine/embedded/carried-run";
import type { HeldEpoch } from "@/server/engine/embedded/find-lost-runs";
import { type DriverDeps, type Release, RunDriver } from "@/server/engine/embedded/run-driver";
import type { JournalEntry } from "@/workflows/run/journal-entry";

export type ActiveRunsOptions = DriverDeps & {
  /** Called when a run is out of our hands and its place is free. */
  readonly onRelease: (release: Release) => void;
  readonly onFailure: (runId: string, error: unknown) => void;
};

const KILLED_WITHIN_MS = 1_000;

/** The runs in this process's hands, and the places kept for runs that are about to be. */
export class ActiveRuns {
  readonly #options: ActiveRunsOptions;
  readonly #reserved = new Set<string>();
  readonly #carried = new Map<string, { readonly driver: RunDriver; readonly epoch: number }>();
  #isStopping = false;
  #onIdle: () => void = () => {};

  constructor(options: ActiveRunsOptions) {
    this.#options = options;
  }

  room(): number {
    if (this.#isStopping) return 0;
    return Math.max(0, this.#options.settings.maxActiveRuns - this.#reserved.size - this.#carried.size);
  }

  ids(): readonly string[] {
    return [...this.#reserved, ...this.#carried.keys()];
  }

  has(runId: string): boolean {
    return this.#reserved.has(runId) || this.#carried.has(runId);
  }

  heldEpochs(): readonly HeldEpoch[] {
    return [...this.#carried].map(([runId, { epoch }]) => ({ runId, epoch }));
  }

  /** Keeps a place for a run that may be committed as ours any moment. */
  reserve(runId: string): void {
    this.#reserved.add(runId);
  }

  unreserve(runId: string): void {
    this.#reserved.delete(runId);
  }

  carry(run: CarriedRun, started: readonly StartedAttempt[], found: readonly JournalEntry[]): void {
    this.#reserved.delete(run.runId);
    const driver = new RunDriver(run, this.#options);
    this.#carried.set(run.runId, { driver, epoch: run.epoch });
    void driver.drive(started, found).then(
      (release) => this.#remove(run.runId, () => this.#options.onRelease(release)),
      (error: unknown) => this.#remove(run.runId, () => this.#options.onFailure(run.runId, error)),
    );
    if (this.#isStopping) driver.stop();
  }

  drop(runIds: readonly string[]): void {
    for (const runId of runIds) this.#carried.get(runId)?.driver.drop();
  }

  /** From here on only what is recorded as begun begins, in these runs and in those that are carried later. */
  startNothing(): void {
    this.#isStopping = true;
    for (const { driver } of this.#carried.values()) driver.stop();
  }

  /** Lets attempts under way end, for so long; what is then still under way is killed and left to the next owner. */
  async settle(graceMs: number): Promise<void> {
    await this.#idleWithin(graceMs);
    this.drop([...this.#carried.keys()]);
    // What still hangs on the database then is fenced off when it comes back.
    await this.#idleWithin(KILLED_WITHIN_MS);
  }

  async #idleWithin(timeoutMs: number): Promise<void> {
    const timeout = new AbortController();
    await Promise.race([this.#whenIdle(), delay(timeoutMs, undefined, { signal: timeout.signal }).catch(() => {})]);
    timeout.abort();
  }

  #whenIdle(): Promise<void> {
    if (this.#carried.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #remove(runId: string, tell: () => void): void {
    this.#carried.delete(runId);
    tell();
    if (this.#carried.size === 0) this.#onIdle();
  }
}
