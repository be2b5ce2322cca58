import type { Database } from "@/server/db";
import type { RunTrigger } from "@/server/history/run-reader";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import { parseDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** What a list of runs says about a version: the names of its nodes, and what its triggers answer to. */
export type VersionOutline = {
  readonly names: ReadonlyMap<string, string>;
  readonly triggers: ReadonlyMap<string, RunTrigger>;
};

export type VersionOutlines = {
  /** Of those versions that there are. */
  read(versionIds: readonly string[]): Promise<ReadonlyMap<string, VersionOutline>>;
};

const MAX_KEPT = 1_000;
/** Definitions are megabytes at worst, so few are in memory at a time. */
const READ_AT_A_TIME = 10;

/** Versions never change, so each is read once and its outline kept. */
export function createVersionOutlines({ pool }: Pick<Database, "pool">): VersionOutlines {
  const kept = new Map<string, VersionOutline>();

  async function load(versionIds: readonly string[]): Promise<void> {
    const { rows } = await pool.query<{ readonly id: string; readonly definition: string }>(
      "SELECT id, definition::text AS definition FROM version WHERE id = ANY($1)",
      [versionIds],
    );
    for (const { id, definition } of rows) {
      const parsed = parseDefinition(definition);
      if (!parsed.ok) throw new Error(`Version "${id}" cannot be read: ${parsed.error}`);
      kept.set(id, outlineOf(parsed.value));
    }
  }

  return {
    read: async (versionIds) => {
      const unknown = [...new Set(versionIds)].filter((id) => !kept.has(id));
      for (let from = 0; from < unknown.length; from += READ_AT_A_TIME) {
        await load(unknown.slice(from, from + READ_AT_A_TIME));
      }
      const found = new Map<string, VersionOutline>();
      for (const id of versionIds) {
        const outline = kept.get(id);
        if (outline !== undefined) found.set(id, outline);
      }
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        kept.delete(oldest);
      }
      return found;
    },
  };
}

export function outlineOf({ nodes }: WorkflowDefinition): VersionOutline {
  const triggers = nodes.flatMap((node) => {
    const trigger = describeTrigger(node);
    return trigger === null ? [] : [[node.id, trigger] as const];
  });
  return { names: new Map(nodes.map(({ id, name }) => [id, name])), triggers: new Map(triggers) };
}

/** Null for a node that starts nothing. */
export function describeTrigger({ kind: kindName, config }: WorkflowNode): RunTrigger | null {
  const kind = findNodeKind(kindName);
  const parsed = kind?.configSchema.safeParse(config);
  if (kind?.address === undefined || parsed?.success !== true) return null;
  const { method } = config;
  const address = kind.address(parsed.data);
  return { kind: kindName, label: typeof method === "string" ? `${method} /${address}` : address };
}

/** For a run whose trigger is not in its version's outline. */
export function unknownTrigger(kindName: string): RunTrigger {
  return { kind: kindName, label: findNodeKind(kindName)?.title ?? kindName };
}
