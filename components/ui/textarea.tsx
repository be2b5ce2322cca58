import type { ComponentProps } from "react";
import { cn } from "@/components/ui/class-names";
import { fieldClasses } from "@/components/ui/input";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea data-slot="textarea" className={cn(fieldClasses, "min-h-20 px-2.5 py-1.5", className)} {...props} />;
}
