"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { LastRun } from "@/components/runs/last-run";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { DeployState } from "@/components/workflows/deploy-state";
import { TriggerUrl } from "@/components/workflows/trigger-url";
import type { WorkflowItem } from "@/components/workflows/workflow-item";
import { WorkflowMenu } from "@/components/workflows/workflow-menu";

export function WorkflowsTable({ workflows }: { readonly workflows: readonly WorkflowItem[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);

  return (
    <Frame>
      <TableBody ref={body}>
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.id} workflow={workflow} />
        ))}
      </TableBody>
    </Frame>
  );
}

function WorkflowRow({ workflow }: { readonly workflow: WorkflowItem }) {
  const { id, name, triggers, updatedAt, lastRun } = workflow;
  return (
    <TableRow className="relative hover:bg-muted/50 has-[[data-row-link]:focus-visible]:bg-muted/50">
      <TableCell className="py-2.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/workflows/${id}`}
            data-row-link
            className="max-w-full truncate text-base font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
          >
            {name}
          </Link>
          <DeployState workflow={workflow} />
        </div>
        <TriggerUrl triggers={triggers} />
      </TableCell>
      <TableCell className="hidden text-muted-foreground md:table-cell">
        <RelativeTime iso={updatedAt} className="relative" />
      </TableCell>
      <TableCell className="max-sm:pl-0">
        <LastRun lastRun={lastRun} />
      </TableCell>
      <TableCell className="px-2">
        <WorkflowMenu workflow={workflow} />
      </TableCell>
    </TableRow>
  );
}

export function WorkflowsTableSkeleton() {
  return (
    <div role="status" aria-label="Loading workflows" className="flex flex-col gap-5">
      <Skeleton className="h-8 w-full sm:w-72" />
      <Frame>
        <TableBody>
          {[34, 48, 28, 42, 38].map((width) => (
            <TableRow key={width}>
              <TableCell className="h-17">
                <div className="flex flex-col gap-2.5">
                  <Skeleton className="h-4" style={{ width: `${width}%` }} />
                  <Skeleton className="h-3.5" style={{ width: `${width + 12}%` }} />
                </div>
              </TableCell>
              <TableCell className="hidden md:table-cell">
                <Skeleton className="h-4 w-14" />
              </TableCell>
              <TableCell className="max-sm:pl-0">
                <Skeleton className="h-4 w-20" />
              </TableCell>
              <TableCell className="px-2" />
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
            <TableHead>Workflow</TableHead>
            <TableHead className="hidden w-32 md:table-cell">Edited</TableHead>
            <TableHead className="w-24 max-sm:pl-0 sm:w-36">Last run</TableHead>
            <TableHead className="w-12 px-2">
              <span className="sr-only">Actions</span>
            </TableHead>
          </tr>
        </TableHeader>
        {children}
      </Table>
    </div>
  );
}
