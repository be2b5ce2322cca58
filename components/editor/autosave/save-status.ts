import { type AutosaveState, isDirty } from "@/components/editor/autosave/autosave-state";

export type SaveStatus = "saved" | "saving" | "unsaved" | "offline" | "refused" | "conflict";

/** What the indicator may truthfully say. "Saved" needs the server's word for exactly what is on the screen. */
export function saveStatusOf(state: AutosaveState): SaveStatus {
  switch (state.phase.name) {
    case "saving":
      return "saving";
    case "waiting":
      return isDirty(state) ? "offline" : "saved";
    case "refused":
    case "conflict":
      return state.phase.name;
    case "resting":
      return isDirty(state) ? "unsaved" : "saved";
    default:
      return state.phase satisfies never;
  }
}
