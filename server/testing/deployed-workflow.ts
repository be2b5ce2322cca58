import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import type { HttpTriggerConfig } from "@/workflows/definition/node-kinds/http-trigger";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { PublishedVersion, VersionSource } from "@/workflows/ports";

export type DeployedWorkflow = {
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly workflowId: string;
  readonly version: PublishedVersion;
  /** Of the workflow's first trigger. */
  readonly triggerId: string;
  readonly address: string;
  readonly triggerConfig: HttpTriggerConfig;
};

/** Puts a workflow, a version of it and its first trigger into the database, as a deploy leaves them. */
export async function seedDeployedWorkflow(
  { pool }: Pick<Database, "pool">,
  definition: WorkflowDefinition,
): Promise<DeployedWorkflow> {
  const [workspaceId, workflowId, triggerId] = [uuidv7(), uuidv7(), uuidv7()];
  const version = { id: uuidv7(), workspaceId, workflowId, number: 1, bundleHash: "bundle", definition };
  const triggerNode = definition.nodes.find(({ kind }) => kind === "http-trigger");
  if (triggerNode === undefined) throw new Error("The workflow has no HTTP trigger.");
  // safety: builders make triggers with a complete config.
  const triggerConfig = triggerNode.config as HttpTriggerConfig;
  const address = triggerConfig.path;
  const workspaceSlug = `ws-${workspaceId}`;

  await pool.query("INSERT INTO workspace (id, slug, name) VALUES ($1, $2, 'Test')", [workspaceId, workspaceSlug]);
  await pool.query(
    `INSERT INTO workflow (id, workspace_id, name, draft, deployed_version_id, updated_at)
     VALUES ($1, $2, 'Test', $3, $4, now())`,
    [workflowId, workspaceId, JSON.stringify(definition), version.id],
  );
  await insertVersion({ pool }, version);
  await pool.query(
    `INSERT INTO trigger (id, workspace_id, workflow_id, version_id, node_id, kind, address, config, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'http-trigger', $6, $7, now())`,
    [triggerId, workspaceId, workflowId, version.id, triggerNode.id, address, JSON.stringify(triggerConfig)],
  );
  return { workspaceId, workspaceSlug, workflowId, version, triggerId, address, triggerConfig };
}

/** Deploys another definition to the same trigger. */
export async function redeployWorkflow(
  { pool }: Pick<Database, "pool">,
  deployed: DeployedWorkflow,
  definition: WorkflowDefinition,
): Promise<DeployedWorkflow> {
  const version = { ...deployed.version, id: uuidv7(), number: deployed.version.number + 1, definition };
  await insertVersion({ pool }, version);
  await pool.query("UPDATE trigger SET version_id = $1 WHERE id = $2", [version.id, deployed.triggerId]);
  return { ...deployed, version };
}

/** Versions as the database holds them. */
export function createTestVersions({ pool }: Pick<Database, "pool">): VersionSource {
  const known = new Map<string, PublishedVersion>();
  return {
    getVersion: async (versionId) => {
      const cached = known.get(versionId);
      if (cached !== undefined) return cached;
      const { rows } = await pool.query("SELECT * FROM version WHERE id = $1", [versionId]);
      const [row] = rows;
      if (row === undefined) throw new Error(`There is no version "${versionId}".`);
      const version = {
        id: versionId,
        workspaceId: row.workspace_id,
        workflowId: row.workflow_id,
        number: row.number,
        bundleHash: row.bundle_hash,
        definition: row.definition,
      };
      known.set(versionId, version);
      return version;
    },
  };
}

async function insertVersion({ pool }: Pick<Database, "pool">, version: PublishedVersion): Promise<void> {
  await pool.query(
    `INSERT INTO version (id, workspace_id, workflow_id, number, content_hash, bundle_hash, definition)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      version.id,
      version.workspaceId,
      version.workflowId,
      version.number,
      `hash-${version.number}`,
      version.bundleHash,
      JSON.stringify(version.definition),
    ],
  );
}
