"use client";

import { Tooltip as TooltipPrimitive } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "@/components/ui/kbd";

export const TooltipProvider = TooltipPrimitive.Provider;

type TooltipProps = {
  readonly label: ReactNode;
  /** The key that does the same. */
  readonly shortcut?: string;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly children: ReactNode;
};

/** Explains one control. The control still needs an accessible name of its own. */
export function Tooltip({ label, shortcut, side = "top", children }: TooltipProps) {
  return (
    <TooltipPrimitive.Root>
      <TooltipPrimitive.Trigger asChild>{children}</TooltipPrimitive.Trigger>
      <TooltipPrimitive.Portal>
        <TooltipPrimitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-pop items-center gap-2 rounded-md border bg-raised px-2 py-1 text-sm text-foreground shadow-md"
        >
          {label}
          {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
        </TooltipPrimitive.Content>
      </TooltipPrimitive.Portal>
    </TooltipPrimitive.Root>
  );
}
