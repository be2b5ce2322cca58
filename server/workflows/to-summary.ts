import type { LiveTrigger, WorkflowSummary } from "@/server/workflows/stored-workflow";
import type { RunStatus } from "@/workflows/run/run-status";

/** A workflow as the list reads it, without its draft. */
export type ListedRow = {
  readonly id: string;
  readonly name: string;
  readonly updated_at: Date;
  readonly draft_revision: number;
  readonly version_number: number | null;
  readonly deployed_at: Date | null;
  readonly content_hash: string | null;
  readonly run_id: string | null;
  readonly run_status: RunStatus | null;
  readonly run_created_at: Date | null;
  readonly triggers: readonly LiveTrigger[];
};

/** What has never been deployed has nothing that could differ from it. */
export function toSummary(row: ListedRow, draftHash: string | null): WorkflowSummary {
  const { id, name, updated_at, version_number, deployed_at, content_hash, triggers } = row;
  const { run_id, run_status, run_created_at } = row;
  const isDeployed = version_number !== null && deployed_at !== null;
  const hasRun = run_id !== null && run_status !== null && run_created_at !== null;
  return {
    id,
    name,
    updatedAt: updated_at.toISOString(),
    deployed: isDeployed ? { versionNumber: version_number, deployedAt: deployed_at.toISOString() } : null,
    hasUndeployedChanges: isDeployed && draftHash !== content_hash,
    triggers,
    lastRun: hasRun ? { id: run_id, status: run_status, createdAt: run_created_at.toISOString() } : null,
  };
}
