import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import type { JournalEntry } from "@/workflows/run/journal-entry";
import type { StepOutcome } from "@/workflows/run/step-outcome";

/** One line that a step logged. `message` is plain text without control characters but tab and line feed. */
export type StepLogLine = {
  readonly atMs: number;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
};

/** Set by the version, within bounds set by whoever operates the installation. Enforced from outside the process. */
export type StepLimits = { readonly wallMs: number; readonly memoryBytes: number };

/** What a step may know about where it runs; it arrives as `ctx`. */
export type StepContext = {
  readonly runId: string;
  readonly workflowId: string;
  readonly versionNumber: number;
  readonly nodeId: string;
  readonly stepName: string;
  readonly attempt: number;
  /** The same for every attempt at this step of this run: to be passed to outside services. */
  readonly idempotencyKey: string;
};

export type Invocation = {
  readonly workspaceId: string;
  readonly bundleHash: string;
  readonly input: JsonValue;
  readonly context: StepContext;
  readonly limits: StepLimits;
};

export type InvocationHooks = {
  /** Called in order, before `invoke` settles. */
  readonly onLog: (line: StepLogLine) => void;
  /** When aborted, the process is killed and the outcome is a failure with code `cancelled`. */
  readonly signal: AbortSignal;
};

/**
 * Runs untrusted code. Never rejects for the author's mistakes or for a process that died: those are
 * outcomes. Rejects when the platform itself could not do its part.
 */
export interface FunctionRuntime {
  invoke(invocation: Invocation, hooks: InvocationHooks): Promise<StepOutcome>;
}

/** The compiled steps of a version. `code` is one ES module; `sourceMap` maps it to the author's sources. */
export type Bundle = { readonly code: string; readonly sourceMap: string };

/** Content-addressed: a hash gives the same bytes for ever. */
export interface BundleSource {
  /** Throws when there is none: a version always has its bundle. */
  getBundle(workspaceId: string, bundleHash: string): Promise<Bundle>;
}

/** What arrived from outside, whatever kind of trigger it came by. */
export type IncomingEvent = {
  readonly triggerId: string;
  /** Null when the sender gave nothing to recognise a repeat by. */
  readonly dedupeKey: string | null;
  readonly payload: JsonValue;
};

export type AcceptedEvent = { readonly runId: string; readonly isDuplicate: boolean };

export interface EventAcceptor {
  /** Resolves only after the commit. The same key within the window gives the first run's id and starts nothing. */
  accept(event: IncomingEvent): Promise<AcceptedEvent>;
}

export type NewRun = { readonly runId: string; readonly version: PublishedVersion; readonly triggerNodeId: string };

/** A run that an engine takes on in the very transaction that creates it. Exactly one of the two methods is called. */
export type AdmittedRun = {
  readonly leaseOwner: string;
  /** The first entries of the journal, to be committed with the run, the first attempts' starts among them. */
  readonly entries: readonly JournalEntry[];
  /** To be called after the commit; the engine carries the run on from here. `dueAtMs` is the queue's own. */
  adopt(payload: JsonValue, dueAtMs: number): void;
  /** To be called when nothing was committed, or when nobody knows. In that case the run is found by its lease. */
  release(): void;
};

/** How a run skips the queue when an engine in this process has room for it. */
export interface RunAdmission {
  /** Null when there is no room, or when older runs wait: the run is then to be queued. */
  admit(run: NewRun): AdmittedRun | null;
  /** Tells the engine that a queued run was committed. */
  wake(): void;
}

export interface Clock {
  nowMs(): number;
}

/** A published version as the engine needs it. Immutable, so it may be cached for ever. */
export type PublishedVersion = {
  readonly id: string;
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly number: number;
  readonly bundleHash: string;
  readonly definition: WorkflowDefinition;
};

export interface VersionSource {
  /** Throws when there is none: a run always has its version. */
  getVersion(versionId: string): Promise<PublishedVersion>;
}

/** Something a reader of a run may want to look at again. A hint, never the fact itself. */
export type RunChange = {
  readonly runId: string;
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly hasEnded: boolean;
};

/** Tells this process, and through the database the others, that a run has changed. Called after the commit. */
export interface RunChanges {
  publish(change: RunChange): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (change: RunChange) => void): () => void;
}
