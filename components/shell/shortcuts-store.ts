import { create } from "zustand";

type ShortcutsStore = { readonly isOpen: boolean };

/** Whether the list of keys is open; several places open it. */
export const useShortcutsStore = create<ShortcutsStore>(() => ({ isOpen: false }));

export function openShortcuts(): void {
  useShortcutsStore.setState({ isOpen: true });
}
