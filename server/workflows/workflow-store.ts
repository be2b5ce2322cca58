import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import { hashDefinition } from "@/server/hash-definition";
import { createDraftHashes, type DraftHashes } from "@/server/workflows/draft-hashes";
import type {
  DraftSave,
  LiveTrigger,
  OpenWorkflow,
  SavedDraft,
  WorkflowKey,
  WorkflowStore,
} from "@/server/workflows/stored-workflow";
import { type ListedRow, toSummary } from "@/server/workflows/to-summary";
import { parseDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export type WorkflowStoreOptions = {
  readonly database: Pick<Database, "pool">;
  /** Called after the commit when a workflow was deleted or restored, so that its triggers are looked up again. */
  readonly onSwitched: (key: WorkflowKey) => void;
};

const triggersColumn = `(SELECT coalesce(json_agg(json_build_object('nodeId', t.node_id, 'kind', t.kind,
    'method', t.config->>'method', 'address', t.address) ORDER BY t.node_id), '[]') FROM trigger t
  WHERE t.workflow_id = w.id) AS triggers`;

const isVisible = "w.id = $1 AND w.workspace_id = $2 AND w.deleted_at IS NULL";

export function createWorkflowStore({ database: { pool }, onSwitched }: WorkflowStoreOptions): WorkflowStore {
  const hashes = createDraftHashes();

  async function switchDeleted(key: WorkflowKey, isDeleted: boolean): Promise<boolean> {
    const isDone = await setDeleted(pool, key, isDeleted);
    if (isDone) onSwitched(key);
    return isDone;
  }

  return {
    list: async (workspaceId) => {
      const { rows } = await pool.query<ListedRow>(listSql, [workspaceId]);
      await readHashes(pool, hashes, rows);
      return rows.map((row) => toSummary(row, hashes.find({ workflowId: row.id, revision: row.draft_revision })));
    },

    create: async (workspaceId, { id = uuidv7(), name, definition }) => {
      await pool.query(
        `INSERT INTO workflow (id, workspace_id, name, draft, updated_at) VALUES ($1, $2, $3, $4, now())
         ON CONFLICT (id) DO NOTHING`,
        [id, workspaceId, name, JSON.stringify(definition)],
      );
      return { id };
    },

    find: async ({ workflowId, workspaceId }) => {
      const { rows } = await pool.query<OpenRow>(findSql, [workflowId, workspaceId]);
      const [row] = rows;
      return row === undefined ? null : toOpenWorkflow(row);
    },

    saveDraft: async ({ workflowId, workspaceId }, { baseRevision, draft }: DraftSave) => {
      const { rows } = await pool.query<Omit<DraftRow, "draft">>(
        `UPDATE workflow w SET draft = $4, draft_revision = draft_revision + 1, updated_at = now()
         WHERE ${isVisible} AND draft_revision = $3 RETURNING id, draft_revision, updated_at`,
        [workflowId, workspaceId, baseRevision, JSON.stringify(draft)],
      );
      const [saved] = rows;
      if (saved === undefined) return findConflict(pool, { workflowId, workspaceId });
      const draftHash = hashDefinition(draft);
      hashes.keep({ workflowId, revision: saved.draft_revision }, draftHash);
      return {
        status: "saved",
        revision: saved.draft_revision,
        savedAt: saved.updated_at.toISOString(),
        draftHash,
      };
    },

    rename: async ({ workflowId, workspaceId }, name) => {
      const { rowCount } = await pool.query(`UPDATE workflow w SET name = $3, updated_at = now() WHERE ${isVisible}`, [
        workflowId,
        workspaceId,
        name,
      ]);
      return rowCount !== 0;
    },

    delete: (key) => switchDeleted(key, true),
    restore: (key) => switchDeleted(key, false),
  };
}

const listSql = `
SELECT w.id, w.name, w.updated_at, w.draft_revision, v.number AS version_number, v.created_at AS deployed_at,
  v.content_hash, r.id AS run_id, r.status AS run_status, r.created_at AS run_created_at, ${triggersColumn}
FROM workflow w
LEFT JOIN version v ON v.id = w.deployed_version_id
LEFT JOIN LATERAL (
  SELECT id, status, created_at FROM run WHERE workflow_id = w.id ORDER BY created_at DESC, id DESC LIMIT 1
) r ON true
WHERE w.workspace_id = $1 AND w.deleted_at IS NULL
ORDER BY w.updated_at DESC, w.id DESC`;

const findSql = `
SELECT w.id, w.name, w.draft::text AS draft, w.draft_revision, w.updated_at, v.id AS version_id,
  v.number AS version_number, v.content_hash, v.created_at AS deployed_at, ${triggersColumn}
FROM workflow w
LEFT JOIN version v ON v.id = w.deployed_version_id
WHERE ${isVisible}`;

type DraftRow = {
  readonly id: string;
  readonly draft: string;
  readonly draft_revision: number;
  readonly updated_at: Date;
};

type DeployedColumns =
  | {
      readonly version_id: string;
      readonly version_number: number;
      readonly content_hash: string;
      readonly deployed_at: Date;
    }
  | { readonly version_id: null };

type OpenRow = DraftRow & DeployedColumns & { readonly name: string; readonly triggers: readonly LiveTrigger[] };

async function setDeleted(
  pool: Database["pool"],
  { workflowId, workspaceId }: WorkflowKey,
  isDeleted: boolean,
): Promise<boolean> {
  // A trigger of a deleted workflow finds nothing to start, and holds its address against nobody. It keeps
  // its row, and so its id, for the case that the workflow comes back before somebody takes the address.
  const { rowCount } = await pool.query(
    `UPDATE workflow SET deleted_at = CASE WHEN $3 THEN now() END, updated_at = now()
     WHERE id = $1 AND workspace_id = $2 AND (deleted_at IS NULL) = $3`,
    [workflowId, workspaceId, isDeleted],
  );
  return rowCount !== 0;
}

/** The hashes of the drafts whose hash is not known yet, by workflow. */
async function readHashes(pool: Database["pool"], hashes: DraftHashes, rows: readonly ListedRow[]): Promise<void> {
  const unknown = rows.filter(
    ({ id, draft_revision, version_number }) =>
      version_number !== null && hashes.find({ workflowId: id, revision: draft_revision }) === null,
  );
  if (unknown.length === 0) return;
  const { rows: drafts } = await pool.query<DraftRow>(
    "SELECT id, draft::text AS draft, draft_revision, updated_at FROM workflow WHERE id = ANY($1)",
    [unknown.map(({ id }) => id)],
  );
  for (const row of drafts) {
    hashes.keep({ workflowId: row.id, revision: row.draft_revision }, hashDefinition(parseDraft(row)));
  }
}

async function findConflict(
  pool: Database["pool"],
  { workflowId, workspaceId }: WorkflowKey,
): Promise<SavedDraft | null> {
  const { rows } = await pool.query<DraftRow>(
    `SELECT id, draft::text AS draft, draft_revision, updated_at FROM workflow w WHERE ${isVisible}`,
    [workflowId, workspaceId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const savedAt = row.updated_at.toISOString();
  return { status: "conflict", revision: row.draft_revision, draft: parseDraft(row), savedAt };
}

function toOpenWorkflow(row: OpenRow): OpenWorkflow {
  const { id, name, draft_revision: draftRevision, triggers } = row;
  const draft = parseDraft(row);
  const deployed =
    row.version_id === null
      ? null
      : {
          versionId: row.version_id,
          versionNumber: row.version_number,
          contentHash: row.content_hash,
          deployedAt: row.deployed_at.toISOString(),
        };
  return { id, name, draft, draftRevision, draftHash: hashDefinition(draft), deployed, triggers };
}

function parseDraft({ id, draft }: Pick<DraftRow, "id" | "draft">): WorkflowDefinition {
  const parsed = parseDefinition(draft);
  if (!parsed.ok) throw new Error(`The draft of workflow "${id}" cannot be read: ${parsed.error}`);
  return parsed.value;
}
