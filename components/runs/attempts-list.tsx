import type { StepAttempt } from "@/components/runs/run-item";
import { Note } from "@/components/runs/value-pane";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { formatBytes } from "@/components/ui/format-bytes";
import { formatDuration } from "@/components/ui/format-duration";
import { RelativeTime } from "@/components/ui/relative-time";
import type { StartKind, StepUsage } from "@/workflows/run/step-usage";

const statuses = {
  running: { label: "Running", tone: "info" },
  succeeded: { label: "Succeeded", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
} as const satisfies Record<StepAttempt["status"], { label: string; tone: BadgeTone }>;

export const startKinds = { warm: "Warm", blank: "Blank", cold: "Cold" } as const satisfies Record<StartKind, string>;

export function AttemptsList({ attempts }: { readonly attempts: readonly StepAttempt[] }) {
  if (attempts.length === 0) return <Note>Nothing was run for this step.</Note>;
  return (
    <ol aria-label="Attempts" className="divide-y">
      {attempts.map((attempt) => (
        <li key={attempt.attempt} className="flex flex-col gap-2 px-4 py-3">
          <div className="flex items-center gap-2 text-sm">
            <span className="font-medium tabular-nums">Attempt {attempt.attempt}</span>
            <Badge tone={statuses[attempt.status].tone}>{statuses[attempt.status].label}</Badge>
            <RelativeTime iso={attempt.startedAt} className="ml-auto text-xs text-muted-foreground" />
          </div>
          {attempt.failure === null ? null : (
            <p className="text-sm wrap-anywhere text-danger">
              <code className="font-mono text-xs">{attempt.failure.code}</code> {attempt.failure.message}
            </p>
          )}
          {attempt.usage === null ? null : <AttemptUsage usage={attempt.usage} />}
        </li>
      ))}
    </ol>
  );
}

function AttemptUsage({ usage }: { readonly usage: StepUsage }) {
  const facts = [
    ["Start", `${startKinds[usage.startKind]}, ${formatDuration(usage.startMs)}`],
    ["Wall", formatDuration(usage.wallMs)],
    ["CPU", formatDuration(usage.cpuMs)],
    ["Peak memory", formatBytes(usage.peakMemoryBytes)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="text-sm tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
