import type { RunStep } from "@/components/runs/run-item";
import { stepStatusLooks } from "@/components/runs/step-status-look";
import { cn } from "@/components/ui/class-names";
import { formatDuration } from "@/components/ui/format-duration";

type StepsListProps = {
  readonly steps: readonly RunStep[];
  readonly selectedPath: string | null;
  readonly onSelect: (nodePath: string) => void;
};

/** Every step of the run in the order it comes to them: the graph, for whoever cannot see it. */
export function StepsList({ steps, selectedPath, onSelect }: StepsListProps) {
  return (
    <ol aria-label="Steps" className="flex flex-col p-1.5">
      {steps.map((step) => (
        <li key={step.nodePath}>
          <StepButton step={step} isSelected={step.nodePath === selectedPath} onSelect={onSelect} />
        </li>
      ))}
    </ol>
  );
}

type StepButtonProps = {
  readonly step: RunStep;
  readonly isSelected: boolean;
  readonly onSelect: (nodePath: string) => void;
};

function StepButton({ step, isSelected, onSelect }: StepButtonProps) {
  const { label, tone, icon: Icon, isMoving } = stepStatusLooks[step.status];
  const isQuiet = step.status === "idle" || step.status === "skipped";
  return (
    <button
      type="button"
      aria-current={isSelected}
      onClick={() => onSelect(step.nodePath)}
      className={cn(
        "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-sm transition-colors",
        isSelected ? "bg-accent-muted" : "hover:bg-muted",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", tone, isMoving && "animate-spin")} />
      <span className={cn("min-w-0 flex-1 truncate font-medium", isQuiet && "text-muted-foreground")}>{step.name}</span>
      <span className="sr-only">, {label}, </span>
      {step.attempts.length > 1 ? (
        <span className="shrink-0 text-xs text-muted-foreground">{step.attempts.length} attempts</span>
      ) : null}
      <span className="shrink-0 text-xs text-muted-foreground tabular-nums">{timing(step)}</span>
    </button>
  );
}

function timing(step: RunStep): string {
  // What ran nothing, as a trigger, took no time worth a number.
  if (step.durationMs !== null && step.attempts.length > 0) return formatDuration(step.durationMs);
  return step.status === "skipped" || step.status === "backing-off" ? stepStatusLooks[step.status].label : "";
}
