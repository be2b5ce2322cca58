"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import type { RunItem } from "@/components/runs/run-item";
import { RunStatusBadge } from "@/components/runs/run-status-badge";
import { formatDuration } from "@/components/ui/format-duration";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";

export function RunsTable({ runs }: { readonly runs: readonly RunItem[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);

  return (
    <Frame>
      <TableBody ref={body}>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </TableBody>
    </Frame>
  );
}

function RunRow({ run }: { readonly run: RunItem }) {
  return (
    <TableRow className="relative hover:bg-muted/50 has-[[data-row-link]:focus-visible]:bg-muted/50">
      <TableCell className="pr-0">
        <RunStatusBadge status={run.status} isShortOnPhones />
      </TableCell>
      <TableCell className="py-2.5">
        <div className="flex min-w-0 items-baseline gap-2">
          <Link
            href={`/runs/${run.id}`}
            data-row-link
            className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
          >
            {run.workflowName}
          </Link>
          <span className="shrink-0 text-xs text-muted-foreground tabular-nums">v{run.versionNumber}</span>
        </div>
        {run.failure === null ? null : (
          <p className="truncate text-danger" title={run.failure.message}>
            {run.failure.stepName}: {run.failure.message}
          </p>
        )}
      </TableCell>
      <TableCell className="hidden truncate font-mono text-xs text-muted-foreground lg:table-cell">
        {run.trigger.label}
      </TableCell>
      <TableCell className="hidden text-right tabular-nums sm:table-cell">
        {run.durationMs === null ? <span className="text-muted-foreground">–</span> : formatDuration(run.durationMs)}
      </TableCell>
      <TableCell className="text-right whitespace-nowrap text-muted-foreground tabular-nums max-sm:pl-0">
        {/* Over the row's own link, for the exact time on hover. */}
        <RelativeTime iso={run.createdAt} className="relative" />
      </TableCell>
    </TableRow>
  );
}

export function RunsTableSkeleton() {
  return (
    <div role="status" aria-label="Loading runs">
      <Frame>
        <TableBody>
          {[40, 56, 34, 62, 48, 38, 52, 44].map((width) => (
            <TableRow key={width}>
              <TableCell className="pr-0">
                <Skeleton className="h-5 w-6 rounded-full sm:w-20" />
              </TableCell>
              <TableCell>
                <Skeleton className="h-4" style={{ width: `${width}%` }} />
              </TableCell>
              <TableCell className="hidden lg:table-cell">
                <Skeleton className="h-4 w-24" />
              </TableCell>
              <TableCell className="hidden sm:table-cell">
                <Skeleton className="ml-auto h-4 w-12" />
              </TableCell>
              <TableCell>
                <Skeleton className="ml-auto h-4 w-14" />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Frame>
    </div>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="overflow-hidden rounded-lg border bg-surface shadow-xs">
      <Table className="table-fixed">
        <TableHeader>
          <tr>
            <TableHead className="w-12 pr-0 sm:w-34">
              <span className="max-sm:sr-only">Status</span>
            </TableHead>
            <TableHead>Workflow</TableHead>
            <TableHead className="hidden w-36 lg:table-cell xl:w-56">Trigger</TableHead>
            <TableHead className="hidden w-28 text-right sm:table-cell">Duration</TableHead>
            <TableHead className="w-22 text-right max-sm:pl-0 sm:w-28">Started</TableHead>
          </tr>
        </TableHeader>
        {children}
      </Table>
    </div>
  );
}
