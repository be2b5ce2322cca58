import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { RunDetail } from "@/components/runs/run-item";
import { RunStatusBadge } from "@/components/runs/run-status-badge";
import { runStatusLooks } from "@/components/runs/run-status-look";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes } from "@/components/ui/format-bytes";
import { formatDuration } from "@/components/ui/format-duration";
import { RelativeTime } from "@/components/ui/relative-time";

export function RunHeader({ run }: { readonly run: RunDetail["run"] }) {
  const { totals } = run;
  return (
    <header className="flex flex-col gap-4 border-b px-4 py-4 md:px-6">
      <div className="flex flex-col gap-1">
        <nav aria-label="Breadcrumb">
          <ol className="flex min-w-0 items-center gap-1 text-sm text-muted-foreground">
            <li>
              <Link href="/runs" className="rounded-sm hover:text-foreground">
                Runs
              </Link>
            </li>
            <li className="flex min-w-0 items-center gap-1">
              <ChevronRight aria-hidden className="size-3.5 shrink-0" />
              <Link href={`/workflows/${run.workflowId}`} className="truncate rounded-sm hover:text-foreground">
                {run.workflowName}
              </Link>
            </li>
          </ol>
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="flex items-center gap-1 text-xl font-semibold tracking-tight">
            <span className="sr-only">Run </span>
            <span className="font-mono text-lg tracking-normal" title={run.id}>
              {run.id.slice(-12)}
            </span>
            <CopyButton text={run.id} label="Copy run id" />
          </h1>
          <RunStatusBadge status={run.status} />
          {/* Its own element: a reader hears the change, not the whole header again. */}
          <span role="status" className="sr-only">
            Run {runStatusLooks[run.status].label.toLowerCase()}
          </span>
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact name="Version">v{run.versionNumber}</Fact>
        <Fact name="Trigger">
          <span className="font-mono text-xs">{run.trigger.label}</span>
        </Fact>
        <Fact name="Started">
          <RelativeTime iso={run.createdAt} />
        </Fact>
        <Fact name="Duration">{run.durationMs === null ? "–" : formatDuration(run.durationMs)}</Fact>
        <Fact name="CPU">{formatDuration(totals.cpuMs)}</Fact>
        <Fact name="Peak memory">{totals.peakMemoryBytes === 0 ? "–" : formatBytes(totals.peakMemoryBytes)}</Fact>
        <Fact name="Attempts">{totals.attempts}</Fact>
      </dl>
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="text-sm font-medium tabular-nums">{children}</dd>
    </div>
  );
}
