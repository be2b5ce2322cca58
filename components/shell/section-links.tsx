"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { sections } from "@/components/shell/sections";
import { cn } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";

type SectionLinksProps = { readonly isCompact?: boolean; readonly onNavigate?: () => void };

export function SectionLinks({ isCompact = false, onNavigate }: SectionLinksProps) {
  const pathname = usePathname();

  return (
    <nav aria-label="Main">
      <ul className={cn("flex flex-col gap-0.5 px-2", isCompact && "items-center")}>
        {sections.map(({ href, label, icon: Icon, key }) => {
          const isCurrent = pathname === href || pathname.startsWith(`${href}/`);
          const link = (
            <Link
              href={href}
              aria-current={isCurrent ? "page" : undefined}
              aria-label={isCompact ? label : undefined}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md text-sm font-medium transition-colors",
                isCompact ? "w-8 justify-center" : "px-2.5",
                isCurrent
                  ? "bg-surface text-foreground shadow-xs ring-1 ring-border [&_svg]:text-accent"
                  : "text-muted-foreground hover:bg-muted hover:text-foreground",
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {isCompact ? null : label}
            </Link>
          );
          return (
            <li key={href}>
              {isCompact ? (
                <Tooltip label={label} shortcut={`g ${key}`} side="right">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
