"use client";

import type { ReactNode } from "react";
import type { Placement } from "@/components/editor/edits/add-node";
import { useEditor } from "@/components/editor/store/editor-context";
import { cn } from "@/components/ui/class-names";

type AddButtonProps = {
  readonly label: string;
  readonly placement: Placement;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A `+` on the canvas: opens the palette beside itself. */
export function AddButton({ label, placement, className, children }: AddButtonProps) {
  const { show } = useEditor();
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="dialog"
      className={cn(
        "nodrag nopan flex shrink-0 items-center justify-center rounded-md border border-border-strong bg-surface text-muted-foreground shadow-xs transition-colors hover:border-accent hover:bg-accent hover:text-accent-foreground focus-visible:border-accent",
        className,
      )}
      onClick={(event) => {
        event.stopPropagation();
        const { right, top } = event.currentTarget.getBoundingClientRect();
        show({ palette: { anchor: { x: right, y: top }, placement } });
      }}
    >
      {children}
    </button>
  );
}
