import type pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { type Batcher, createBatcher } from "@/server/batcher";
import { isDatabaseOutage } from "@/server/database-outage";
import type { Database } from "@/server/db";
import { UserError } from "@/server/errors";
import { type EventToWrite, sweepExpiredKeys, type WrittenEvent, writeEvents } from "@/server/ingress/accept-batch";
import { defaultIngressSettings, type IngressSettings } from "@/server/ingress/ingress-settings";
import { createLiveTriggers, type LiveTriggers } from "@/server/ingress/live-triggers";
import { type KeptValue, keepValue } from "@/server/stored-value";
import type {
  AcceptedEvent,
  AdmittedRun,
  EventAcceptor,
  IncomingEvent,
  RunAdmission,
  RunChanges,
  VersionSource,
} from "@/workflows/ports";

export type EventAcceptorOptions = {
  readonly database: Pick<Database, "pool">;
  readonly versions: VersionSource;
  /** Null where no engine runs in this process: every run is then queued. */
  readonly admission: RunAdmission | null;
  readonly changes: RunChanges;
  readonly settings?: Partial<IngressSettings>;
};

type PendingEvent = {
  readonly event: IncomingEvent;
  readonly payload: KeptValue;
  /** How often it was put into a batch. */
  tries: number;
  /** Whether its sender has been told "no" while it waited. */
  isRefused: boolean;
  readonly resolve: (accepted: AcceptedEvent) => void;
  readonly reject: (error: unknown) => void;
};

/** An event ready to be written, with the place that the engine keeps for its run. */
type PreparedEvent = {
  readonly pending: PendingEvent;
  readonly event: EventToWrite;
  readonly run: AdmittedRun | null;
};

/** An event goes round again when a deploy or a twin came in between; more often than this is a defect. */
const MAX_TRIES = 5;
const SWEEP_EVERY_MS = 60_000;

/** Accepts events in shared transactions. What arrives while one is under way forms the next. */
export function createEventAcceptor(options: EventAcceptorOptions): EventAcceptor {
  const settings = { ...defaultIngressSettings, ...options.settings };
  const writer = new EventWriter(options, settings);
  const underWay = new Map<string, Promise<AcceptedEvent>>();

  async function accept(event: IncomingEvent): Promise<AcceptedEvent> {
    if (event.dedupeKey === null) return writer.write(event);
    const key = `${event.triggerId}\n${event.dedupeKey}`;
    const first = underWay.get(key);
    if (first !== undefined) return { runId: (await first).runId, isDuplicate: true };
    const accepted = writer.write(event).finally(() => underWay.delete(key));
    underWay.set(key, accepted);
    return accepted;
  }

  return { accept };
}

class EventWriter {
  readonly #pool: pg.Pool;
  readonly #options: EventAcceptorOptions;
  readonly #settings: IngressSettings;
  readonly #triggers: LiveTriggers;
  readonly #batcher: Batcher<PendingEvent>;
  #nextSweepMs = 0;

  constructor(options: EventAcceptorOptions, settings: IngressSettings) {
    this.#options = options;
    this.#pool = options.database.pool;
    this.#settings = settings;
    this.#triggers = createLiveTriggers(this.#pool);
    this.#batcher = createBatcher({
      write: (batch) => this.#writeBatch(batch),
      sizeOf: ({ payload }) => payload.sizeBytes + 512,
      maxItems: 200,
      maxBytes: 8 * 1_024 * 1_024,
      maxInFlight: 1,
    });
  }

  write(event: IncomingEvent): Promise<AcceptedEvent> {
    const waiting = this.#batcher.waiting();
    if (waiting.items >= this.#settings.maxWaitingEvents || waiting.bytes >= this.#settings.maxWaitingBytes) {
      return Promise.reject(
        new UserError("unavailable", "Too many requests wait to be stored. Try again in a moment."),
      );
    }
    const { promise, resolve, reject } = Promise.withResolvers<AcceptedEvent>();
    const pending = { event, payload: keepValue(event.payload), tries: 0, isRefused: false, resolve, reject };
    const timer = setTimeout(() => {
      pending.isRefused = true;
      reject(databaseAway());
    }, this.#settings.commitTimeoutMs);
    this.#batcher.add(pending);
    return promise.finally(() => clearTimeout(timer));
  }

  async #writeBatch(batch: readonly PendingEvent[]): Promise<void> {
    const prepared = (await Promise.all(batch.map((pending) => this.#prepare(pending)))).filter((one) => one !== null);
    if (prepared.length === 0) return;
    let written: readonly WrittenEvent[];
    try {
      const events = prepared.map(({ event }) => event);
      written = await writeEvents(this.#pool, events, this.#settings.dedupeWindowMs);
    } catch (error) {
      for (const { run } of prepared) run?.release();
      await this.#settleFailure(prepared, error);
      return;
    }
    for (const [index, one] of prepared.entries()) this.#settle(one, written[index] ?? { kind: "contended" });
    await this.#sweepKeys();
  }

  /** Whoever writes keys sweeps up now and then, so that the table holds live ones and little else. */
  async #sweepKeys(): Promise<void> {
    if (performance.now() < this.#nextSweepMs) return;
    try {
      const hasMore = await sweepExpiredKeys(this.#pool);
      this.#nextSweepMs = hasMore ? 0 : performance.now() + SWEEP_EVERY_MS;
    } catch (error) {
      // What is left is swept with the next batch.
      if (!isDatabaseOutage(error)) throw error;
    }
  }

  /** Null when the sender was told "no". */
  async #prepare(pending: PendingEvent): Promise<PreparedEvent | null> {
    if (pending.isRefused) return null;
    pending.tries += 1;
    const { triggerId, dedupeKey } = pending.event;
    const event = { triggerId, dedupeKey, runId: uuidv7(), eventId: uuidv7(), payload: pending.payload };
    try {
      // A run that is queued counts on no version, so that deploys in a row cannot keep it out.
      const run = pending.tries > 2 ? null : await this.#admit(triggerId, event.runId);
      if (run === null) return { pending, event: { ...event, claim: null }, run };
      const { leaseOwner, versionId, entries } = run;
      return { pending, event: { ...event, claim: { leaseOwner, versionId, entries } }, run };
    } catch (error) {
      pending.reject(isDatabaseOutage(error) ? databaseAway(error) : error);
      return null;
    }
  }

  async #admit(triggerId: string, runId: string): Promise<(AdmittedRun & { readonly versionId: string }) | null> {
    const { admission, versions } = this.#options;
    const trigger = admission === null ? null : await this.#triggers.find(triggerId);
    if (admission === null || trigger === null) return null;
    const version = await versions.getVersion(trigger.versionId);
    const run = admission.admit({ runId, version, triggerNodeId: trigger.nodeId });
    return run === null ? null : { ...run, versionId: version.id };
  }

  #settle({ pending, event, run }: PreparedEvent, result: WrittenEvent): void {
    if (result.kind === "created") {
      const { workspaceId, workflowId } = result;
      const { runId } = event;
      if (run === null) this.#options.admission?.wake();
      else run.adopt(pending.event.payload, result.dueAtMs);
      this.#options.changes.publish({ runId, workspaceId, workflowId, hasEnded: false });
      pending.resolve({ runId, isDuplicate: false });
      return;
    }
    run?.release();
    if (result.kind === "duplicate") pending.resolve({ runId: result.runId, isDuplicate: true });
    else if (result.kind === "no-trigger") pending.reject(new UserError("not-found", "There is nothing here to run."));
    else this.#tryAgain(pending, result.kind);
  }

  #tryAgain(pending: PendingEvent, reason: "stale" | "contended"): void {
    this.#triggers.forget(pending.event.triggerId);
    if (pending.tries < MAX_TRIES) this.#batcher.add(pending);
    else
      pending.reject(
        new UserError("unavailable", `The request could not be stored (${reason}). Try again in a moment.`),
      );
  }

  /** After an outage nobody knows what was committed, so the sender is asked to repeat; its key keeps that harmless. */
  async #settleFailure(prepared: readonly PreparedEvent[], error: unknown): Promise<void> {
    // One event that cannot be stored must not take its neighbours with it.
    if (!isDatabaseOutage(error) && prepared.length > 1) {
      for (const { pending } of prepared) await this.#writeBatch([pending]);
      return;
    }
    for (const { pending } of prepared) pending.reject(isDatabaseOutage(error) ? databaseAway(error) : error);
  }
}

function databaseAway(cause?: unknown): UserError {
  return new UserError("unavailable", "The request could not be stored. Try again in a moment.", { cause });
}
