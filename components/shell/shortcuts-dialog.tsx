"use client";

import { useRouter } from "next/navigation";
import { useHotkeys } from "react-hotkeys-hook";
import { sections } from "@/components/shell/sections";
import { shortcutGroups } from "@/components/shell/shortcuts";
import { openShortcuts, useShortcutsStore } from "@/components/shell/shortcuts-store";
import { Dialog, DialogContent, DialogTitle } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

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
        {shortcutGroups.map((group) => (
          <section key={group.title} className="flex flex-col gap-1">
            <h3 className="text-xs font-medium text-muted-foreground">{group.title}</h3>
            <dl className="divide-y">
              {group.shortcuts.map(({ keys, label }) => (
                <div key={label} className="flex h-8 items-center justify-between gap-4">
                  <dt className="text-sm">{label}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
