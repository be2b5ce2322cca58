import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

/** Holds the place of what is being loaded, in its size, so that nothing moves when it comes. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-pulse-soft rounded-sm bg-muted", className)} {...props} />;
}
