import { isSameJson } from "@/components/canvas/is-same-json";
import type { AutosaveState, Theirs } from "@/components/editor/autosave/autosave-state";
import { startAutosave } from "@/components/editor/autosave/autosave-state";
import type { JournalEntry } from "@/components/editor/autosave/draft-journal";

export type Opened = { readonly state: AutosaveState; readonly isRestored: boolean };

/**
 * The state to open with: the server's draft, with what this browser kept of an earlier visit on top.
 * When somebody else has saved since, it opens in conflict, and the person decides.
 */
export function openDraft(server: Theirs, kept: JournalEntry | null): Opened {
  const fresh = startAutosave({ draft: server.draft, revision: server.revision, savedAt: null });
  if (kept === null || isSameJson(kept.draft, server.draft)) return { state: fresh, isRestored: false };

  const isOurs = kept.baseRevision === server.revision || (kept.sent !== null && isSameJson(kept.sent, server.draft));
  const restored: AutosaveState = { ...fresh, current: kept.draft };
  if (isOurs) return { state: restored, isRestored: true };
  return { state: { ...restored, phase: { name: "conflict", theirs: server } }, isRestored: true };
}
