"use client";

import { useSelectedLayoutSegments } from "next/navigation";
import type { ReactNode } from "react";
import { AppNotices } from "@/components/shell/app-notices";
import { MobileBar } from "@/components/shell/mobile-bar";
import { ShortcutsDialog } from "@/components/shell/shortcuts-dialog";
import { Sidebar } from "@/components/shell/sidebar";

/** The frame around every page of a member. Pages fill `main`, which scrolls on its own. */
export function AppFrame({ children }: { readonly children: ReactNode }) {
  const [section, id] = useSelectedLayoutSegments();
  // The editor needs the width more than the names of the sections.
  const isEditor = section === "workflows" && id !== undefined;

  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-sm font-medium text-accent-foreground shadow-md focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <AppNotices />
      <MobileBar />
      <div className="flex min-h-0 flex-1">
        <Sidebar isCompact={isEditor} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
      </div>
      <ShortcutsDialog />
    </div>
  );
}
