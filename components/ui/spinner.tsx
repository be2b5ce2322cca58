import { LoaderCircle } from "lucide-react";
import { cn } from "@/components/ui/class-names";

/** Only a picture: whoever shows it says in words what is under way. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 animate-spin", className)} />;
}
