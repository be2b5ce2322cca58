import type { Database } from "@/server/db";
import { createBoundedCache } from "@/server/deployments/bounded-cache";
import { parseDefinition } from "@/workflows/definition/serialize-definition";
import type { Bundle, BundleSource, PublishedVersion, VersionSource } from "@/workflows/ports";

export type VersionStore = VersionSource & BundleSource;

const MAX_CACHED_BYTES = 32 * 1_024 * 1_024;

type VersionRow = {
  readonly workspace_id: string;
  readonly workflow_id: string;
  readonly number: number;
  readonly bundle_hash: string;
  readonly definition: string;
};

type CachedVersion = { readonly version: PublishedVersion; readonly sizeBytes: number };

/** Published versions and their code, from memory after the first time: neither ever changes. */
export function createVersionStore({ pool }: Pick<Database, "pool">): VersionStore {
  const versions = createBoundedCache<CachedVersion>({
    maxSize: MAX_CACHED_BYTES,
    sizeOf: ({ sizeBytes }) => sizeBytes,
  });
  const bundles = createBoundedCache<Bundle>({
    maxSize: MAX_CACHED_BYTES,
    sizeOf: ({ code, sourceMap }) => code.length + sourceMap.length,
  });

  async function readVersion(versionId: string): Promise<CachedVersion> {
    const { rows } = await pool.query<VersionRow>({
      name: "deployments-version",
      text: `SELECT workspace_id, workflow_id, number, bundle_hash, definition::text AS definition
             FROM version WHERE id = $1`,
      values: [versionId],
    });
    const [row] = rows;
    if (row === undefined) throw new Error(`There is no version "${versionId}", although a run or a trigger names it.`);
    const definition = parseDefinition(row.definition);
    if (!definition.ok) throw new Error(`Version "${versionId}" cannot be read: ${definition.error}`);
    const version = {
      id: versionId,
      workspaceId: row.workspace_id,
      workflowId: row.workflow_id,
      number: row.number,
      bundleHash: row.bundle_hash,
      definition: definition.value,
    };
    return { version, sizeBytes: row.definition.length };
  }

  async function readBundle(workspaceId: string, hash: string): Promise<Bundle> {
    const { rows } = await pool.query<Bundle>({
      name: "deployments-bundle",
      text: `SELECT code, source_map AS "sourceMap" FROM bundle WHERE workspace_id = $1 AND hash = $2`,
      values: [workspaceId, hash],
    });
    const [row] = rows;
    if (row === undefined) throw new Error(`There is no bundle "${hash}", although a version names it.`);
    return row;
  }

  return {
    getVersion: async (versionId) => (await versions.get(versionId, () => readVersion(versionId))).version,
    getBundle: (workspaceId, hash) => bundles.get(`${workspaceId}/${hash}`, () => readBundle(workspaceId, hash)),
  };
}
