import type { LiveTrigger } from "@/server/workflows/stored-workflow";

/** The place in the world where a workspace's hooks are called. */
export type HookPlace = { readonly publicUrl: string; readonly workspaceSlug: string };

export function hookBaseUrl({ publicUrl, workspaceSlug }: HookPlace): string {
  return `${publicUrl}/hooks/${workspaceSlug}`;
}

/** The live URLs of a workflow, with the nodes they belong to. A trigger that no URL leads to has none. */
export function toHooks(place: HookPlace, triggers: readonly LiveTrigger[]) {
  return triggers.flatMap(({ kind, nodeId, method, address }) =>
    method === null ? [] : [{ kind, nodeId, method, url: `${hookBaseUrl(place)}/${address}` }],
  );
}
