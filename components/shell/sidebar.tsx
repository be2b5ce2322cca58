"use client";

import { BrandMark } from "@/components/shell/brand-mark";
import { LazyUserMenu } from "@/components/shell/lazy-user-menu";
import { SectionLinks } from "@/components/shell/section-links";
import { useSession } from "@/components/shell/session";
import { cn } from "@/components/ui/class-names";

export function Sidebar({ isCompact }: { readonly isCompact: boolean }) {
  const { workspace } = useSession();

  return (
    <aside
      aria-label="Sidebar"
      className={cn("hidden shrink-0 flex-col border-r bg-sidebar md:flex", isCompact ? "w-12" : "w-52")}
    >
      <div className={cn("flex h-14 items-center gap-2.5", isCompact ? "justify-center" : "px-4")}>
        <BrandMark />
        {isCompact ? null : <span className="truncate text-base font-semibold">{workspace.name}</span>}
      </div>
      <SectionLinks isCompact={isCompact} />
      <div className="mt-auto p-2">
        <LazyUserMenu isCompact={isCompact} />
      </div>
    </aside>
  );
}
