import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-b-2 bg-surface px-1 font-sans text-xs text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}
