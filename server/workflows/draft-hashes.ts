/** A draft at a revision never changes, so its hash may be kept for ever. */
export type DraftRevision = { readonly workflowId: string; readonly revision: number };

export type DraftHashes = {
  find(draft: DraftRevision): string | null;
  keep(draft: DraftRevision, hash: string): void;
};

/** Remembers the hashes of the drafts that were asked for last, so that a list needs no draft. */
export function createDraftHashes(maxKept = 10_000): DraftHashes {
  const kept = new Map<string, { readonly revision: number; readonly hash: string }>();
  return {
    find: ({ workflowId, revision }) => {
      const found = kept.get(workflowId);
      return found?.revision === revision ? found.hash : null;
    },
    keep: ({ workflowId, revision }, hash) => {
      kept.delete(workflowId);
      kept.set(workflowId, { revision, hash });
      const [oldest] = kept.keys();
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    },
  };
}
