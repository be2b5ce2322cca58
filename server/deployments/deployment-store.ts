import type pg from "pg";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import type { HashedBundle } from "@/server/deployments/bundle-workflow";
import type { DeclaredTrigger, TakenAddress } from "@/server/deployments/declared-triggers";

export type WorkflowKey = { readonly workspaceId: string; readonly workflowId: string };

export type Draft = { readonly text: string; readonly revision: number };

/** Everything that goes live together. */
export type VersionSwitch = WorkflowKey & {
  readonly revision: number;
  readonly definitionText: string;
  readonly contentHash: string;
  readonly bundle: HashedBundle;
  readonly triggers: readonly DeclaredTrigger[];
  readonly note: string;
  readonly userId: string | null;
};

export type SwitchResult =
  | {
      readonly kind: "switched";
      readonly versionId: string;
      readonly versionNumber: number;
      readonly isUnchanged: boolean;
    }
  | { readonly kind: "not-found" }
  | { readonly kind: "conflict"; readonly revision: number }
  | { readonly kind: "address-taken"; readonly taken: readonly TakenAddress[] };

export type DeploymentStore = {
  /** Null for a workflow of another workspace, and for a deleted one. */
  findDraft(key: WorkflowKey): Promise<Draft | null>;
  /** Those of the addresses that another workflow of the workspace has. */
  findTakenAddresses(key: WorkflowKey, triggers: readonly DeclaredTrigger[]): Promise<readonly TakenAddress[]>;
  /** All of it or nothing, in one transaction that no other switch of the workflow overlaps. */
  switchVersion(change: VersionSwitch): Promise<SwitchResult>;
};

/** Two workflows that claim one address at the same moment meet in a unique index; the second then sees the first. */
const MAX_TRIES = 5;
const CONTENTION = new Set(["23505", "40001", "40P01"]);

export function createDeploymentStore({ pool }: Pick<Database, "pool">): DeploymentStore {
  return {
    findDraft: async ({ workspaceId, workflowId }) => {
      const { rows } = await pool.query<Draft>(
        `SELECT draft::text AS text, draft_revision AS revision FROM workflow
         WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL`,
        [workflowId, workspaceId],
      );
      return rows[0] ?? null;
    },
    findTakenAddresses: (key, triggers) => findTakenAddresses(pool, key, triggers),
    switchVersion: async (change) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await inTransaction(pool, (client) => switchVersion(client, change));
        } catch (error) {
          if (attempt === MAX_TRIES || !isContention(error)) throw error;
        }
      }
    },
  };
}

async function switchVersion(client: pg.PoolClient, change: VersionSwitch): Promise<SwitchResult> {
  const { rows } = await client.query<{ readonly revision: number; readonly deployed: string | null }>(
    `SELECT draft_revision AS revision, deployed_version_id AS deployed FROM workflow
     WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL FOR UPDATE`,
    [change.workflowId, change.workspaceId],
  );
  const [workflow] = rows;
  if (workflow === undefined) return { kind: "not-found" };
  if (workflow.revision !== change.revision) return { kind: "conflict", revision: workflow.revision };
  const taken = await findTakenAddresses(client, change, change.triggers);
  if (taken.length > 0) return { kind: "address-taken", taken };

  const unchanged = await findUnchanged(client, workflow.deployed, change);
  const version = unchanged ?? (await insertVersion(client, change));
  await replaceTriggers(client, change, version.id);
  await client.query("UPDATE workflow SET deployed_version_id = $2 WHERE id = $1", [change.workflowId, version.id]);
  return { kind: "switched", versionId: version.id, versionNumber: version.number, isUnchanged: unchanged !== null };
}

type VersionRow = { readonly id: string; readonly number: number };

async function findUnchanged(
  client: pg.PoolClient,
  deployed: string | null,
  { contentHash, bundle }: VersionSwitch,
): Promise<VersionRow | null> {
  if (deployed === null) return null;
  const { rows } = await client.query<VersionRow>(
    "SELECT id, number FROM version WHERE id = $1 AND content_hash = $2 AND bundle_hash = $3",
    [deployed, contentHash, bundle.hash],
  );
  return rows[0] ?? null;
}

async function insertVersion(client: pg.PoolClient, change: VersionSwitch): Promise<VersionRow> {
  const { workspaceId, workflowId, bundle, contentHash, definitionText, note, userId } = change;
  await client.query(
    `INSERT INTO bundle (workspace_id, hash, code, source_map) VALUES ($1, $2, $3, $4)
     ON CONFLICT (workspace_id, hash) DO NOTHING`,
    [workspaceId, bundle.hash, bundle.code, bundle.sourceMap],
  );
  // The lock on the workflow's row makes the next number this transaction's alone.
  const { rows } = await client.query<VersionRow>(
    `INSERT INTO version (id, workspace_id, workflow_id, number, content_hash, bundle_hash, definition, note, created_by_id)
     SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8 FROM version WHERE workflow_id = $3
     RETURNING id, number`,
    [uuidv7(), workspaceId, workflowId, contentHash, bundle.hash, definitionText, note, userId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Workflow "${workflowId}" got no version.`);
  return row;
}

/** A trigger keeps its id for as long as its node is there; what depends on the id is then kept too. */
async function replaceTriggers(client: pg.PoolClient, change: VersionSwitch, versionId: string): Promise<void> {
  const { workspaceId, workflowId } = change;
  const triggers = [...change.triggers].sort((a, b) => (a.address < b.address ? -1 : 1));
  const column = (key: "nodeId" | "kind" | "address") => triggers.map((trigger) => trigger[key]);

  // A deleted workflow holds no address against a live one.
  await client.query(
    `DELETE FROM trigger t USING workflow w
     WHERE w.id = t.workflow_id AND w.deleted_at IS NOT NULL AND t.workspace_id = $1 AND t.workflow_id <> $2
       AND (t.kind, t.address) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
    [workspaceId, workflowId, column("kind"), column("address")],
  );
  await client.query("DELETE FROM trigger WHERE workflow_id = $1 AND node_id <> ALL($2::text[])", [
    workflowId,
    column("nodeId"),
  ]);
  // Two nodes may have swapped addresses, and the index is checked row by row. No address begins with a space.
  await client.query("UPDATE trigger SET address = ' ' || id::text WHERE workflow_id = $1", [workflowId]);
  await client.query(
    `INSERT INTO trigger (id, workspace_id, workflow_id, version_id, node_id, kind, address, config, updated_at)
     SELECT id, $1, $2, $3, node_id, kind, address, config::json, now()
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]) AS t (id, node_id, kind, address, config)
     ON CONFLICT (workflow_id, node_id) DO UPDATE
     SET version_id = excluded.version_id, kind = excluded.kind, address = excluded.address,
         config = excluded.config, updated_at = excluded.updated_at`,
    [
      workspaceId,
      workflowId,
      versionId,
      triggers.map(() => uuidv7()),
      column("nodeId"),
      column("kind"),
      column("address"),
      triggers.map(({ config }) => JSON.stringify(config)),
    ],
  );
}

async function findTakenAddresses(
  client: Pick<pg.PoolClient, "query">,
  { workspaceId, workflowId }: WorkflowKey,
  triggers: readonly DeclaredTrigger[],
): Promise<readonly TakenAddress[]> {
  const { rows } = await client.query<TakenAddress>(
    `SELECT t.kind, t.address, w.name AS "workflowName" FROM trigger t
     JOIN workflow w ON w.id = t.workflow_id AND w.deleted_at IS NULL
     WHERE t.workspace_id = $1 AND t.workflow_id <> $2
       AND (t.kind, t.address) IN (SELECT * FROM unnest($3::text[], $4::text[]))
     ORDER BY t.kind, t.address`,
    [workspaceId, workflowId, triggers.map(({ kind }) => kind), triggers.map(({ address }) => address)],
  );
  return rows;
}

async function inTransaction<T extends SwitchResult>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query(result.kind === "switched" ? "COMMIT" : "ROLLBACK");
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    // A connection that cannot roll back is not given back, which ends its transaction too.
    await client.query("ROLLBACK").then(
      () => {
        failure = undefined;
      },
      () => {},
    );
    throw error;
  } finally {
    client.release(failure);
  }
}

function isContention(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && CONTENTION.has(error.code);
}
