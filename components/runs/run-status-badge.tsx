import { runStatusLooks } from "@/components/runs/run-status-look";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { RunStatus } from "@/workflows/run/run-status";

/** Says in one word, one colour and one shape how a run is doing. */
export function RunStatusBadge({ status, className }: { readonly status: RunStatus; readonly className?: string }) {
  const { label, tone, icon: Icon, isMoving } = runStatusLooks[status];
  return (
    <Badge tone={tone} data-status={status} className={cn("pl-1.5", className)}>
      <Icon aria-hidden className={cn(isMoving && "animate-spin")} />
      {label}
    </Badge>
  );
}
