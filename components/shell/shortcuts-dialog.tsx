"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useHotkeys } from "react-hotkeys-hook";
import { sections } from "@/components/shell/sections";
import { openShortcuts, useShortcutsStore } from "@/components/shell/shortcuts-store";
import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";

const ShortcutsList = dynamic(() => import("@/components/shell/shortcuts-list").then((module) => module.ShortcutsList));

/** Owns the keys that work anywhere, and lists all keys. */
export function ShortcutsDialog() {
  const router = useRouter();
  const isOpen = useShortcutsStore((state) => state.isOpen);

  useHotkeys("?", openShortcuts, { useKey: true, ignoreModifiers: true });
  useHotkeys(
    sections.map((section) => `g>${section.key}`),
    (_event, { keys }) => {
      const section = sections.find((candidate) => candidate.key === keys?.at(-1));
      if (section !== undefined) router.push(section.href);
    },
  );

  return (
    <Dialog open={isOpen} onOpenChange={(open) => useShortcutsStore.setState({ isOpen: open })}>
      <DialogContent aria-describedby={undefined}>
        <DialogTitle>Keyboard shortcuts</DialogTitle>
        <ShortcutsList />
      </DialogContent>
    </Dialog>
  );
}
