import type { Instance } from "@/server/runtime/instance";
import type { StartKind } from "@/workflows/run/step-usage";

/** What a lane's instances have in common. No instance ever changes its lane. */
export type LaneKey = { readonly workspaceId: string; readonly bundleHash: string; readonly memoryBytes: number };

/** An instance in the hands of one call. */
export type Lease = {
  readonly instance: Instance;
  readonly lane: Lane;
  readonly startKind: StartKind;
  readonly startMs: number;
};

export type Waiter = {
  readonly askedAtMs: number;
  readonly resolve: (lease: Lease) => void;
  readonly reject: (error: unknown) => void;
};

type IdleInstance = { readonly instance: Instance; readonly sinceMs: number; readonly timer: NodeJS.Timeout };

/** How an instance came to be offered, and since when it was being made ready for it. */
export type Offer = { readonly startKind: StartKind; readonly sinceMs: number };

/** Of the last call in the mean of all. */
const MEAN_WEIGHT = 0.1;

/** The instances of one bundle of one workspace, and the calls that wait for them in order. */
export class Lane {
  readonly key: LaneKey;
  /** All of them, those being started included. */
  alive = 0;
  starting = 0;
  readonly waiters: Waiter[] = [];
  #idle: IdleInstance[] = [];
  #meanCallMs = 0;

  constructor(key: LaneKey) {
    this.key = key;
  }

  /** How long those that wait will have to, at the pace of the last calls. */
  get backlogMs(): number {
    return (this.waiters.length * this.#meanCallMs) / Math.max(1, this.alive - this.starting);
  }

  /** Since when its longest resting instance rests. */
  get oldestIdleSinceMs(): number {
    return this.#idle[0]?.sinceMs ?? Number.POSITIVE_INFINITY;
  }

  /** The one used last: so those that are not needed go unused, and end. */
  takeIdle(): Instance | null {
    return this.#take(this.#idle.pop());
  }

  takeOldestIdle(): Instance | null {
    return this.#take(this.#idle.shift());
  }

  /** Gives the instance to the first that waits, or lets it rest until it is asked for or its time is up. */
  offer(instance: Instance, offer: Offer, idleMs: number): void {
    const waiter = this.waiters.shift();
    if (waiter !== undefined) {
      const startMs = performance.now() - Math.max(waiter.askedAtMs, offer.sinceMs);
      waiter.resolve({ instance, lane: this, startKind: offer.startKind, startMs });
      return;
    }
    const timer = setTimeout(() => this.#endRest(instance), idleMs);
    timer.unref();
    this.#idle.push({ instance, sinceMs: performance.now(), timer });
  }

  recordCall(wallMs: number): void {
    this.#meanCallMs += (wallMs - this.#meanCallMs) * MEAN_WEIGHT;
  }

  /** To be called for every instance that has died, wherever it was. */
  forget(instance: Instance): void {
    const idle = this.#idle.find((candidate) => candidate.instance === instance);
    this.#take(idle);
    this.#idle = this.#idle.filter((candidate) => candidate !== idle);
  }

  #endRest(instance: Instance): void {
    this.forget(instance);
    // The pool counts it until it is gone.
    void instance.stop();
  }

  #take(idle: IdleInstance | undefined): Instance | null {
    if (idle === undefined) return null;
    clearTimeout(idle.timer);
    return idle.instance;
  }
}
