import { runStatusLooks } from "@/components/runs/run-status-look";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { RunStatus } from "@/workflows/run/run-status";

type RunStatusBadgeProps = {
  readonly status: RunStatus;
  /** Where a list has no room for the word, the shape and the colour stay. */
  readonly isShortOnPhones?: boolean;
};

/** Says in one word, one colour and one shape how a run is doing. */
export function RunStatusBadge({ status, isShortOnPhones = false }: RunStatusBadgeProps) {
  const { label, tone, icon: Icon, isMoving } = runStatusLooks[status];
  return (
    <Badge tone={tone} data-status={status} className={cn("pl-1.5", isShortOnPhones && "max-sm:size-6 max-sm:p-1.5")}>
      <Icon aria-hidden className={cn(isMoving && "animate-spin")} />
      <span className={cn(isShortOnPhones && "max-sm:sr-only")}>{label}</span>
    </Badge>
  );
}
