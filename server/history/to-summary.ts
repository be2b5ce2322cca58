import type { RunSummary } from "@/server/history/run-reader";
import { unknownTrigger, type VersionOutline } from "@/server/history/version-outlines";
import type { RunFailure } from "@/workflows/run/journal-entry";
import type { RunStatus } from "@/workflows/run/run-status";

/** A run as lists read it, without its values. */
export type ListedRow = {
  readonly id: string;
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly version_id: string;
  readonly version_number: number;
  readonly status: RunStatus;
  readonly failure: RunFailure | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly trigger_kind: string | null;
  readonly trigger_node_id: string | null;
};

/** As much of a failure's message as a row of a list has room for. */
const MESSAGE_CHARS = 500;

export function toSummary(row: ListedRow, outline: VersionOutline | null): RunSummary {
  const { created_at: createdAt, finished_at: finishedAt, failure } = row;
  return {
    id: row.id,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    versionNumber: row.version_number,
    status: row.status,
    trigger: outline?.triggers.get(row.trigger_node_id ?? "") ?? unknownTrigger(row.trigger_kind ?? "unknown"),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: finishedAt === null ? null : finishedAt.getTime() - createdAt.getTime(),
    failure:
      failure === null
        ? null
        : {
            stepName: outline?.names.get(failure.nodePath) ?? failure.nodePath,
            code: failure.failure.code,
            message: failure.failure.message.slice(0, MESSAGE_CHARS),
          },
  };
}
