import type { z } from "zod";
import type { Database } from "@/server/db";
import { type NodeKindName, nodeKinds } from "@/workflows/definition/node-kinds/registry";

/** A trigger that is live: where what it starts belongs, and how it answers. */
export type LiveTrigger<Kind extends NodeKindName = NodeKindName> = {
  readonly triggerId: string;
  readonly workspaceId: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly nodeId: string;
  readonly config: z.output<(typeof nodeKinds)[Kind]["configSchema"]>;
};

export type TriggerStore = {
  /** Null when nothing live has this address. What it says is at most a second behind other processes' deploys. */
  findTriggerByAddress<Kind extends NodeKindName>(
    workspaceSlug: string,
    kind: Kind,
    address: string,
  ): Promise<LiveTrigger<Kind> | null>;
  /** To be called after a switch in this process, which then holds from the next call on. */
  forgetTriggers(): void;
};

const KEPT_MS = 1_000;
const MAX_KEPT = 10_000;

/** Finds live triggers for the hot path: from memory for a second, and then from the database again. */
export function createTriggerStore({ pool }: Pick<Database, "pool">, nowMs: () => number = Date.now): TriggerStore {
  const known = new Map<string, { readonly expiresAtMs: number; readonly trigger: Promise<LiveTrigger | null> }>();

  async function read(workspaceSlug: string, kind: NodeKindName, address: string): Promise<LiveTrigger | null> {
    const { rows } = await pool.query<Omit<LiveTrigger, "config"> & { readonly config: unknown }>({
      name: "deployments-trigger",
      text: `SELECT t.id AS "triggerId", t.workspace_id AS "workspaceId", t.workflow_id AS "workflowId",
                    t.version_id AS "versionId", t.node_id AS "nodeId", t.config
             FROM trigger t
             JOIN workspace ws ON ws.id = t.workspace_id
             JOIN workflow w ON w.id = t.workflow_id AND w.deleted_at IS NULL
             WHERE ws.slug = $1 AND t.kind = $2 AND t.address = $3`,
      values: [workspaceSlug, kind, address],
    });
    const [row] = rows;
    return row === undefined ? null : { ...row, config: nodeKinds[kind].configSchema.parse(row.config) };
  }

  function find(workspaceSlug: string, kind: NodeKindName, address: string): Promise<LiveTrigger | null> {
    // PostgreSQL has no text with a NUL in it, so nothing can have such an address.
    if (`${workspaceSlug}${address}`.includes("\0")) return Promise.resolve(null);
    const key = JSON.stringify([workspaceSlug, kind, address]);
    const found = known.get(key);
    if (found !== undefined && nowMs() < found.expiresAtMs) return found.trigger;

    const trigger = read(workspaceSlug, kind, address);
    known.delete(key);
    known.set(key, { expiresAtMs: nowMs() + KEPT_MS, trigger });
    trigger.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest);
    return trigger;
  }

  return {
    // safety: the config was read by the schema of this very kind.
    findTriggerByAddress: <Kind extends NodeKindName>(workspaceSlug: string, kind: Kind, address: string) =>
      find(workspaceSlug, kind, address) as Promise<LiveTrigger<Kind> | null>,
    forgetTriggers: () => known.clear(),
  };
}
