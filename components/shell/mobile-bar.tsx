"use client";

import { Menu } from "lucide-react";
import { useState } from "react";
import { BrandMark } from "@/components/shell/brand-mark";
import { LazyUserMenu } from "@/components/shell/lazy-user-menu";
import { SectionLinks } from "@/components/shell/section-links";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTitle, DialogTrigger, SheetContent } from "@/components/ui/dialog";

/** What the sidebar is on a narrow screen. */
export function MobileBar() {
  const { workspace } = useSession();
  const [isOpen, setIsOpen] = useState(false);

  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-sidebar px-2 md:hidden">
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Open menu">
            <Menu aria-hidden />
          </Button>
        </DialogTrigger>
        <SheetContent aria-describedby={undefined}>
          <div className="flex h-14 items-center gap-2.5 px-4">
            <BrandMark />
            <DialogTitle className="truncate text-base">{workspace.name}</DialogTitle>
          </div>
          <SectionLinks onNavigate={() => setIsOpen(false)} />
          <div className="mt-auto p-2">
            <LazyUserMenu isCompact={false} />
          </div>
        </SheetContent>
      </Dialog>
      <BrandMark className="size-5" />
      <span className="truncate text-base font-semibold">{workspace.name}</span>
    </header>
  );
}
