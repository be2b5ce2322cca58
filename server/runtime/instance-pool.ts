import type { Instance } from "@/server/runtime/instance";
import { Lane, type LaneKey, type Lease, type Offer, type Waiter } from "@/server/runtime/instance-lane";
import type { StartInstance } from "@/server/runtime/instance-starter";
import type { RuntimeSettings } from "@/server/runtime/runtime-settings";

export type PoolStats = { readonly instances: number; readonly blanks: number; readonly waiting: number };

type PoolDeps = {
  readonly start: StartInstance;
  readonly settings: RuntimeSettings;
  /** Told of what fails with no caller to tell it to. */
  readonly onDiagnostic: (message: string, error: unknown) => void;
};

const LONG_BACKLOG_FACTOR = 4;
const LONGEST_WAIT_FACTOR = 10;

/**
 * Which instance serves which call: a warm one of the same bundle, else a blank one, else one that is
 * started for it. Beyond the limits calls wait in order; none is refused.
 */
export class InstancePool {
  readonly #deps: PoolDeps;
  readonly #lanes = new Map<string, Lane>();
  readonly #waitingLanes = new Set<Lane>();
  readonly #alive = new Set<Instance>();
  readonly #starts = new Set<Promise<void>>();
  #blanks: Instance[] = [];
  /** Instances alive or being started, blanks included. */
  #total = 0;
  #evicting = false;
  readonly #stopping = new AbortController();
  #growTimer: NodeJS.Timeout | null = null;
  #refillTimer: NodeJS.Timeout | null = null;

  constructor(deps: PoolDeps) {
    this.#deps = deps;
    this.#scheduleRefill();
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get stats(): PoolStats {
    const waiting = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.waiters.length, 0);
    return { instances: this.#alive.size, blanks: this.#blanks.length, waiting };
  }

  /** Resolves with an instance that is this call's alone until `release`. Rejects when aborted while waiting. */
  acquire(key: LaneKey, signal: AbortSignal): Promise<Lease> {
    if (this.isStopping) return Promise.reject(new Error("The function runtime is stopping."));
    const lane = this.#findLane(key);
    const askedAtMs = performance.now();
    const instance = lane.waiters.length === 0 ? lane.takeIdle() : null;
    if (instance !== null) return Promise.resolve({ instance, lane, startKind: "warm", startMs: 0 });

    return new Promise((resolve, reject) => {
      const onAbort = () => {
        const place = lane.waiters.indexOf(waiter);
        if (place < 0) return;
        lane.waiters.splice(place, 1);
        this.#dropIfUnused(lane);
        reject(signal.reason);
      };
      const settle =
        <T>(settleWith: (value: T) => void) =>
        (value: T) => {
          signal.removeEventListener("abort", onAbort);
          settleWith(value);
        };
      const waiter: Waiter = { askedAtMs, resolve: settle(resolve), reject: settle(reject) };
      signal.addEventListener("abort", onAbort, { once: true });
      lane.waiters.push(waiter);
      this.#waitingLanes.add(lane);
      this.#grow();
    });
  }

  release({ instance, lane }: Lease, call: { readonly isReusable: boolean; readonly wallMs: number }): void {
    lane.recordCall(call.wallMs);
    const isWornOut = instance.invocations >= this.#deps.settings.maxInvocationsPerInstance;
    if (this.isStopping || !call.isReusable || isWornOut || !instance.isAlive) {
      void instance.stop();
      return;
    }
    lane.offer(instance, { startKind: "warm", sinceMs: performance.now() }, this.#deps.settings.idleMs);
    this.#grow();
  }

  /** Ends every instance, and with it every call. Resolves when no process is left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#growTimer !== null) clearTimeout(this.#growTimer);
    if (this.#refillTimer !== null) clearTimeout(this.#refillTimer);
    for (const lane of this.#lanes.values()) {
      for (const waiter of lane.waiters.splice(0)) waiter.reject(new Error("The function runtime is stopping."));
    }
    await Promise.all([...this.#alive].map((instance) => instance.stop()));
    await Promise.all(this.#starts);
  }

  #findLane(key: LaneKey): Lane {
    const name = nameOf(key);
    const lane = this.#lanes.get(name) ?? new Lane(key);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** Makes instances for whoever waits, as far as the limits allow; the longest waiting first. */
  #grow(): void {
    if (this.isStopping || this.#waitingLanes.size === 0) return;
    const lanes = [...this.#waitingLanes].sort((a, b) => firstAskedAtMs(a) - firstAskedAtMs(b));
    for (const lane of lanes) {
      while (lane.waiters.length > lane.starting && this.#growLane(lane));
      if (lane.waiters.length === 0) this.#waitingLanes.delete(lane);
    }
  }

  /** True if an instance was handed over or is being started. */
  #growLane(lane: Lane): boolean {
    const { settings } = this.#deps;
    if (lane.alive >= settings.maxInstancesPerBundle || !this.#hasWaitedLongEnough(lane)) return false;
    const blank = this.#takeBlank(lane.key.memoryBytes);
    if (blank !== null) {
      this.#join(lane, blank);
      lane.offer(blank, { startKind: "blank", sinceMs: performance.now() }, settings.idleMs);
      this.#scheduleRefill();
      return true;
    }
    if (this.#starts.size >= settings.maxConcurrentStarts) return false;
    if (this.#total >= settings.maxInstances) {
      this.#evict();
      return false;
    }
    this.#startFor(lane);
    return true;
  }

  /**
   * The first instance of a bundle is made at once. Another only where those there are will not do: a
   * short queue of short calls is gone before a process has started, which would only slow it down.
   */
  #hasWaitedLongEnough(lane: Lane): boolean {
    const { scaleOutAfterMs } = this.#deps.settings;
    if (lane.alive === 0) return true;
    const waitedMs = performance.now() - firstAskedAtMs(lane);
    const longestMs = scaleOutAfterMs * LONGEST_WAIT_FACTOR;
    if (waitedMs >= longestMs) return true;
    if (waitedMs >= scaleOutAfterMs && lane.backlogMs >= scaleOutAfterMs * LONG_BACKLOG_FACTOR) return true;
    this.#growTimer ??= setTimeout(
      () => {
        this.#growTimer = null;
        this.#grow();
      },
      (waitedMs < scaleOutAfterMs ? scaleOutAfterMs : longestMs) - waitedMs,
    );
    return false;
  }

  #startFor(lane: Lane): void {
    const offer: Offer = { startKind: "cold", sinceMs: performance.now() };
    lane.alive += 1;
    lane.starting += 1;
    this.#start(lane.key.memoryBytes, (instance) => {
      lane.starting -= 1;
      lane.alive -= 1;
      if (instance instanceof Error) {
        lane.waiters.shift()?.reject(instance);
        this.#dropIfUnused(lane);
        return;
      }
      this.#join(lane, instance);
      lane.offer(instance, offer, this.#deps.settings.idleMs);
    });
  }

  /** Counts the instance from before it is there until its process is gone. */
  #start(memoryBytes: number, use: (instance: Instance | Error) => void): void {
    this.#total += 1;
    const start = this.#deps
      .start(memoryBytes, this.#stopping.signal)
      .then(
        (instance) => {
          this.#alive.add(instance);
          void instance.exited.then(() => this.#forget(instance));
          use(instance);
          // Started in vain; its end is waited for with all the others.
          return this.isStopping ? instance.stop() : undefined;
        },
        (error: unknown) => {
          this.#total -= 1;
          use(error instanceof Error ? error : new Error(String(error)));
        },
      )
      .finally(() => {
        this.#starts.delete(start);
        this.#grow();
      });
    this.#starts.add(start);
  }

  #forget(instance: Instance): void {
    this.#total -= 1;
    this.#alive.delete(instance);
    this.#blanks = this.#blanks.filter((blank) => blank !== instance);
    this.#evicting = false;
    this.#grow();
  }

  #join(lane: Lane, instance: Instance): void {
    lane.alive += 1;
    void instance.exited.then(() => this.#leave(lane, instance));
  }

  #leave(lane: Lane, instance: Instance): void {
    lane.alive -= 1;
    lane.forget(instance);
    this.#dropIfUnused(lane);
    this.#grow();
  }

  #dropIfUnused(lane: Lane): void {
    if (lane.alive > 0 || lane.waiters.length > 0) return;
    this.#waitingLanes.delete(lane);
    this.#lanes.delete(nameOf(lane.key));
  }

  #takeBlank(memoryBytes: number): Instance | null {
    const place = this.#blanks.findIndex((blank) => blank.memoryBytes === memoryBytes && blank.isAlive);
    return place < 0 ? null : (this.#blanks.splice(place, 1)[0] ?? null);
  }

  /** Ends the instance that has rested longest, to make room on the machine. One at a time. */
  #evict(): void {
    if (this.#evicting) return;
    const lanes = [...this.#lanes.values()].sort((a, b) => a.oldestIdleSinceMs - b.oldestIdleSinceMs);
    const victim = lanes[0]?.takeOldestIdle() ?? this.#blanks.shift() ?? null;
    if (victim === null) return;
    this.#evicting = true;
    void victim.stop();
  }

  /** Refills the blanks once it has been quiet for a while, one by one. */
  #scheduleRefill(): void {
    if (this.isStopping) return;
    if (this.#refillTimer !== null) clearTimeout(this.#refillTimer);
    this.#refillTimer = setTimeout(() => this.#refill(), this.#deps.settings.refillDelayMs);
    this.#refillTimer.unref();
  }

  #refill(): void {
    this.#refillTimer = null;
    const { settings, onDiagnostic } = this.#deps;
    if (this.isStopping || this.#blanks.length >= settings.blankPoolSize) return;
    if (this.#total >= settings.maxInstances || this.#starts.size > 0) {
      this.#scheduleRefill();
      return;
    }
    this.#start(settings.blankMemoryBytes, (instance) => {
      if (this.isStopping) return;
      if (instance instanceof Error) onDiagnostic("A blank instance could not be started.", instance);
      else this.#blanks.push(instance);
      this.#scheduleRefill();
    });
  }
}

function nameOf({ workspaceId, bundleHash, memoryBytes }: LaneKey): string {
  return `${workspaceId}\n${bundleHash}\n${memoryBytes}`;
}

function firstAskedAtMs(lane: Lane): number {
  return lane.waiters[0]?.askedAtMs ?? Number.POSITIVE_INFINITY;
}
