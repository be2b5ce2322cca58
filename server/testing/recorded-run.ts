import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import {
  JOURNAL_PARAMETERS,
  journalEntriesFrom,
  journalInsertColumns,
  journalInsertSelection,
  toJournalParameters,
} from "@/server/journal-rows";
import { keepValue } from "@/server/stored-value";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import type { StepLogLine } from "@/workflows/ports";
import type { JournalEntry, RunFailure } from "@/workflows/run/journal-entry";
import type { RunStatus } from "@/workflows/run/run-status";

/** A version and its live triggers, as a deploy leaves them. */
export type RecordedVersion = {
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly definition: WorkflowDefinition;
  readonly contentHash?: string;
};

export type RecordedRun = {
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly status: RunStatus;
  readonly journal: readonly JournalEntry[];
  readonly payload?: JsonValue;
  readonly failure?: RunFailure;
  readonly createdAtMs?: number;
  readonly logs?: readonly (StepLogLine & { readonly nodePath: string })[];
};

/** Publishes a version by hand, without compiling it. Gives its id. */
export async function recordVersion({ pool }: Pick<Database, "pool">, version: RecordedVersion): Promise<string> {
  const { workspaceId, workflowId, definition, contentHash = "hash" } = version;
  const versionId = uuidv7();
  await pool.query(
    `INSERT INTO version (id, workspace_id, workflow_id, number, content_hash, bundle_hash, definition)
     SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, 'bundle', $5 FROM version WHERE workflow_id = $3`,
    [versionId, workspaceId, workflowId, contentHash, JSON.stringify(definition)],
  );
  await pool.query("UPDATE workflow SET deployed_version_id = $2 WHERE id = $1", [workflowId, versionId]);
  await pool.query("DELETE FROM trigger WHERE workflow_id = $1", [workflowId]);
  for (const { id, config } of definition.nodes.filter(({ kind }) => kind === "http-trigger")) {
    await pool.query(
      `INSERT INTO trigger (id, workspace_id, workflow_id, version_id, node_id, kind, address, config, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'http-trigger', $6, $7, now())`,
      [uuidv7(), workspaceId, workflowId, versionId, id, config.path, JSON.stringify(config)],
    );
  }
  return versionId;
}

/** Records a run as the engine does, all at once. Gives its id. */
export async function recordRun({ pool }: Pick<Database, "pool">, run: RecordedRun): Promise<string> {
  const [runId, eventId, triggerId] = [uuidv7(), uuidv7(), uuidv7()];
  const { workspaceId, workflowId, versionId, status, failure = null, createdAtMs = Date.now() } = run;
  const payload = keepValue(run.payload ?? { method: "POST", query: {}, body: null });
  const end = run.journal.find(({ type }) => type === "run-succeeded" || type === "run-failed");
  await pool.query(
    `INSERT INTO event (id, workspace_id, trigger_id, kind, payload, received_at)
     VALUES ($1, $2, $3, 'http-trigger', $4, now())`,
    [eventId, workspaceId, triggerId, JSON.stringify(payload.value)],
  );
  await pool.query(
    `INSERT INTO run (id, workspace_id, workflow_id, version_id, trigger_id, event_id, status, failure, output_paths,
       created_at, finished_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[runId, workspaceId, workflowId, versionId, triggerId, eventId, status],
      ...[failure === null ? null : JSON.stringify(failure), end?.type === "run-succeeded" ? end.outputPaths : []],
      ...[new Date(createdAtMs), end === undefined ? null : new Date(end.atMs)],
    ],
  );
  if (payload.stored !== null) await keepRunValue({ pool }, { runId, workspaceId, ...payload.stored });
  await pool.query(
    `INSERT INTO journal_entry (${journalInsertColumns})
     SELECT ${journalInsertSelection(`$${JOURNAL_PARAMETERS + 1}::uuid`)} FROM ${journalEntriesFrom(1)}`,
    [...toJournalParameters(run.journal.map((entry, index) => ({ runId, seq: index + 1, entry }))), workspaceId],
  );
  for (const [seq, { nodePath, atMs, level, message }] of (run.logs ?? []).entries()) {
    await pool.query(
      `INSERT INTO log_line (run_id, node_path, attempt, seq, workspace_id, at, level, message)
       VALUES ($1, $2, 1, $3, $4, $5, $6, $7)`,
      [runId, nodePath, seq, workspaceId, new Date(atMs), level, message],
    );
  }
  return runId;
}

/** Keeps a large value beside a run's journal. */
export async function keepRunValue(
  { pool }: Pick<Database, "pool">,
  value: { readonly runId: string; readonly workspaceId: string; readonly hash: string; readonly json: string },
): Promise<void> {
  await pool.query("INSERT INTO run_value (run_id, hash, workspace_id, json) VALUES ($1, $2, $3, $4)", [
    value.runId,
    value.hash,
    value.workspaceId,
    value.json,
  ]);
}
