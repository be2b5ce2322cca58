import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import type { StepLogLine } from "@/workflows/ports";
import type { RunFailure } from "@/workflows/run/journal-entry";
import type { RunStatus } from "@/workflows/run/run-status";
import type { StepFailure } from "@/workflows/run/step-outcome";
import type { StepUsage } from "@/workflows/run/step-usage";

export type RunTrigger = { readonly kind: string; readonly label: string };

/** A run in a list: without its definition and its values. */
export type RunSummary = {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly versionNumber: number;
  readonly status: RunStatus;
  readonly trigger: RunTrigger;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  readonly failure: { readonly stepName: string; readonly code: string; readonly message: string } | null;
};

export type RunPage = { readonly runs: readonly RunSummary[]; readonly nextCursor: string | null };

export type RunFilter = {
  readonly workflowId: string | null;
  readonly status: RunStatus | null;
  /** From an earlier page; null for the newest runs. */
  readonly cursor: string | null;
  readonly limit: number;
};

export const stepStatuses = ["idle", "running", "backing-off", "succeeded", "failed", "skipped"] as const;
export type StepStatus = (typeof stepStatuses)[number];

export type AttemptView = {
  readonly attempt: number;
  readonly status: "running" | "succeeded" | "failed";
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly usage: StepUsage | null;
  readonly failure: StepFailure | null;
};

export type StepView = {
  readonly nodePath: string;
  readonly nodeId: string;
  readonly name: string;
  readonly kind: string;
  readonly status: StepStatus;
  /** The output ports the run went on from. */
  readonly ports: readonly string[];
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  /** When a step that is backing off is tried again; null in any other status. */
  readonly resumeAt: string | null;
  readonly attempts: readonly AttemptView[];
};

export type RunTotals = {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The largest of any attempt. */
  readonly peakMemoryBytes: number;
  readonly attempts: number;
};

export type RunView = {
  readonly run: Omit<RunSummary, "failure"> & {
    readonly versionId: string;
    readonly failure: RunFailure | null;
    readonly outputPaths: readonly string[];
    readonly totals: RunTotals;
  };
  readonly definition: WorkflowDefinition;
  /** One for each node, in the order of the definition. */
  readonly steps: readonly StepView[];
};

/** A value to look at. A large one is given by its beginning, as JSON text that is cut off. */
export type JsonView =
  | { readonly json: JsonValue }
  | { readonly tooLarge: true; readonly sizeBytes: number; readonly preview: string };

export type LogLineView = {
  readonly attempt: number;
  readonly seq: number;
  readonly at: string;
  readonly level: StepLogLine["level"];
  readonly message: string;
};

export type StepDetail = {
  /** What the step was called with; null while it has not been reached, and for a trigger. */
  readonly input: JsonView | null;
  readonly output: JsonView | null;
  /** In order; when truncated, the last of them. */
  readonly logs: readonly LogLineView[];
  readonly logsTruncated: boolean;
};

/** A run as its workspace sees it; to any other it is the same as no run. */
export type RunKey = { readonly workspaceId: string; readonly runId: string };

export type StepSide = "input" | "output";

export interface RunReader {
  /** Newest first; pages neither repeat nor miss a run, however many begin meanwhile. */
  list(workspaceId: string, filter: RunFilter): Promise<RunPage>;
  /** Null when there is no such run. */
  find(key: RunKey): Promise<RunView | null>;
  /** Null when there is no such run, or no such step in it. */
  findStep(key: RunKey, nodePath: string): Promise<StepDetail | null>;
  /** The whole value, however large; null when there is none. */
  findValue(key: RunKey, nodePath: string, side: StepSide): Promise<{ readonly json: JsonValue } | null>;
}
