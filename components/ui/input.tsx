import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";

export const fieldClasses =
  "w-full min-w-0 rounded-md border border-border-strong bg-surface text-base text-foreground shadow-xs transition-colors placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger md:text-sm";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input data-slot="input" className={cn(fieldClasses, "h-8 px-2.5", className)} {...props} />;
}
