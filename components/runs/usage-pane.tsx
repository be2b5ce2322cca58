import { startKinds } from "@/components/runs/attempts-list";
import type { StepAttempt } from "@/components/runs/run-item";
import { sumUsage } from "@/components/runs/sum-usage";
import { Note } from "@/components/runs/value-pane";
import { formatBytes } from "@/components/ui/format-bytes";
import { formatDuration } from "@/components/ui/format-duration";

/** What the step consumed, over all its attempts. */
export function UsagePane({ attempts }: { readonly attempts: readonly StepAttempt[] }) {
  const usages = attempts.flatMap((attempt) => (attempt.usage === null ? [] : [attempt.usage]));
  if (usages.length === 0) return <Note>No usage was measured for this step.</Note>;

  const sum = sumUsage(usages);
  const starts = [...new Set(usages.map((usage) => startKinds[usage.startKind]))].join(", ");
  const facts = [
    ["Wall time", formatDuration(sum.wallMs)],
    ["CPU time", formatDuration(sum.cpuMs)],
    ["Peak memory", formatBytes(sum.peakMemoryBytes)],
    ["Memory × time", `${sum.gbSeconds.toPrecision(3)} GB-s`],
    ["Start", `${starts}, ${formatDuration(sum.startMs)}`],
    ["Attempts", String(attempts.length)],
  ] as const;

  return (
    <dl className="divide-y px-4">
      {facts.map(([name, value]) => (
        <div key={name} className="flex h-9 items-center justify-between gap-4 text-sm">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
