/** Texts that were typed in the last moment and are not in the workflow yet, each by how to bring it there. */
const pending = new Set<() => void>();

export function addPendingText(flush: () => void): () => void {
  pending.add(flush);
  return () => pending.delete(flush);
}

/** Brings everything that was typed into the workflow at once, before it is saved or deployed. */
export function flushPendingText(): void {
  for (const flush of pending) flush();
}
