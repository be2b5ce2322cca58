import type { Database } from "@/server/db";
import { formatCursor, parseCursor } from "@/server/history/run-cursor";
import type { LogLineView, RunFilter, RunKey, RunPage, RunReader } from "@/server/history/run-reader";
import { createStepValues } from "@/server/history/step-values";
import { toSteps, toTotals } from "@/server/history/to-steps";
import { type ListedRow, toSummary } from "@/server/history/to-summary";
import { createVersionOutlines, outlineOf } from "@/server/history/version-outlines";
import { fromJournalRow, type JournalRow, journalRowColumns } from "@/server/journal-rows";
import { parseDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { foldJournal } from "@/workflows/engine/fold";
import { indexGraph } from "@/workflows/engine/graph";
import type { RunState } from "@/workflows/engine/run-state";
import type { JournalEntry, RunFailure } from "@/workflows/run/journal-entry";

const LOG_LIMIT = 1_000;

/** Reads what runs did from what the engine recorded. Every query names the workspace. */
export function createRunStore({ pool }: Pick<Database, "pool">): RunReader {
  const outlines = createVersionOutlines({ pool });
  const values = createStepValues(pool);

  async function list(workspaceId: string, filter: RunFilter): Promise<RunPage> {
    const after = filter.cursor === null ? null : parseCursor(filter.cursor);
    const { rows } = await pool.query<ListedRow>(listSql, [
      workspaceId,
      filter.workflowId,
      filter.status,
      after === null ? null : new Date(after.createdAtMs),
      after?.runId ?? null,
      filter.limit + 1,
    ]);
    const page = rows.slice(0, filter.limit);
    const known = await outlines.read(page.map(({ version_id }) => version_id));
    const last = page.at(-1);
    const hasMore = rows.length > page.length && last !== undefined;
    return {
      runs: page.map((row) => toSummary(row, known.get(row.version_id) ?? null)),
      nextCursor: hasMore ? formatCursor({ createdAtMs: last.created_at.getTime(), runId: last.id }) : null,
    };
  }

  return {
    list,
    find: async (key) => {
      const run = await findFolded(pool, key);
      if (run === null) return null;
      const { row, definition, journal, state } = run;
      const { failure: _, ...summary } = toSummary(row, outlineOf(definition));
      return {
        run: {
          ...summary,
          versionId: row.version_id,
          failure: row.failure,
          outputPaths: row.output_paths,
          totals: toTotals(journal),
        },
        definition,
        steps: toSteps(state, journal),
      };
    },
    findStep: async (key, nodePath) => {
      const run = await findFolded(pool, key);
      if (run === null || !run.state.graph.has(nodePath)) return null;
      const [input, output, logs] = await Promise.all([
        values.view(run.state, nodePath, "input"),
        values.view(run.state, nodePath, "output"),
        readLogs(pool, run.row.id, nodePath),
      ]);
      return { input, output, logs: logs.slice(-LOG_LIMIT), logsTruncated: logs.length > LOG_LIMIT };
    },
    findValue: async (key, nodePath, side) => {
      const run = await findFolded(pool, key);
      if (run === null || !run.state.graph.has(nodePath)) return null;
      return values.read(run.state, nodePath, side);
    },
  };
}

async function findFolded(pool: Database["pool"], key: RunKey): Promise<FoldedRun | null> {
  const { rows } = await pool.query<RunRow>(runSql, [key.runId, key.workspaceId]);
  const [row] = rows;
  if (row === undefined) return null;
  const definition = parseDefinition(row.definition);
  if (!definition.ok) throw new Error(`Version "${row.version_id}" cannot be read: ${definition.error}`);
  const { rows: entries } = await pool.query<JournalRow>({
    name: "history-journal",
    text: `SELECT ${journalRowColumns} FROM journal_entry WHERE run_id = $1 ORDER BY seq`,
    values: [row.id],
  });
  const journal = entries.map(fromJournalRow);
  const state = foldJournal(indexGraph(definition.value), row.id, journal);
  return { row, definition: definition.value, journal, state };
}

const summaryColumns = `r.id, r.workflow_id, w.name AS workflow_name, r.version_id, v.number AS version_number,
  r.status, r.failure, r.created_at, r.finished_at, e.kind AS trigger_kind`;

// The first entry of a journal says where the run began. It holds nothing that an author wrote.
const listSql = `
SELECT ${summaryColumns}, j.data->>'triggerNodeId' AS trigger_node_id
FROM run r
JOIN workflow w ON w.id = r.workflow_id
JOIN version v ON v.id = r.version_id
LEFT JOIN event e ON e.id = r.event_id
LEFT JOIN journal_entry j ON j.run_id = r.id AND j.seq = 1
WHERE r.workspace_id = $1
  AND ($2::uuid IS NULL OR r.workflow_id = $2)
  AND ($3::text IS NULL OR r.status = $3)
  AND ($4::timestamptz IS NULL OR (r.created_at, r.id) < ($4, $5::uuid))
ORDER BY r.created_at DESC, r.id DESC
LIMIT $6`;

const runSql = `
SELECT ${summaryColumns}, j.data->>'triggerNodeId' AS trigger_node_id, r.output_paths,
  v.definition::text AS definition
FROM run r
JOIN workflow w ON w.id = r.workflow_id
JOIN version v ON v.id = r.version_id
LEFT JOIN event e ON e.id = r.event_id
LEFT JOIN journal_entry j ON j.run_id = r.id AND j.seq = 1
WHERE r.id = $1 AND r.workspace_id = $2`;

type RunRow = ListedRow & {
  readonly failure: RunFailure | null;
  readonly output_paths: readonly string[];
  readonly definition: string;
};

/** A run of this workspace with the state that its journal folds to. */
type FoldedRun = {
  readonly row: RunRow;
  readonly definition: WorkflowDefinition;
  readonly journal: readonly JournalEntry[];
  readonly state: RunState;
};

type LogRow = Omit<LogLineView, "at"> & { readonly at: Date };

/** The last lines, in order, one more than are shown. */
async function readLogs(pool: Database["pool"], runId: string, nodePath: string): Promise<readonly LogLineView[]> {
  const { rows } = await pool.query<LogRow>(
    `SELECT attempt, seq, at, level, message FROM log_line WHERE run_id = $1 AND node_path = $2
     ORDER BY attempt DESC, seq DESC LIMIT ${LOG_LIMIT + 1}`,
    [runId, nodePath],
  );
  return rows.reverse().map((row) => ({ ...row, at: row.at.toISOString() }));
}
