"use client";

import Link from "next/link";
import { useRef } from "react";
import { LastRun } from "@/components/runs/last-run";
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
  const { id, name, triggers, lastRun } = workflow;
  return (
    <TableRow className="relative hover:bg-muted/50 has-[[data-row-link]:focus-visible]:bg-muted/50">
      <TableCell className="py-2">
        <Link
          href={`/workflows/${id}`}
          data-row-link
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring focus-visible:outline-none"
        >
          {name}
        </Link>
        <div className="mt-1 flex flex-wrap items-center gap-1 lg:hidden">
          <DeployState workflow={workflow} />
        </div>
        <div className="mt-1 md:hidden">
          <TriggerUrl triggers={triggers} />
        </div>
      </TableCell>
      <TableCell className="hidden md:table-cell">
        <TriggerUrl triggers={triggers} />
      </TableCell>
      <TableCell className="hidden lg:table-cell">
        <div className="flex flex-wrap items-center gap-1">
          <DeployState workflow={workflow} />
        </div>
      </TableCell>
      <TableCell className="py-2 align-top sm:align-middle">
        <LastRun lastRun={lastRun} />
      </TableCell>
      <TableCell className="px-2 align-top max-sm:pt-1.5 sm:align-middle">
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
          {[44, 60, 36, 52, 40].map((width) => (
            <TableRow key={width}>
              <TableCell>
                <Skeleton className="h-4" style={{ width: `${width}%` }} />
              </TableCell>
              <TableCell className="hidden md:table-cell">
                <Skeleton className="h-4 w-4/5" />
              </TableCell>
              <TableCell className="hidden lg:table-cell">
                <Skeleton className="h-4 w-12" />
              </TableCell>
              <TableCell>
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

function Frame({ children }: { readonly children: React.ReactNode }) {
  return (
    <div className="overflow-hidden rounded-lg border bg-surface shadow-xs">
      <Table className="table-fixed">
        <TableHeader>
          <tr>
            <TableHead>Name</TableHead>
            <TableHead className="hidden w-[40%] md:table-cell">Trigger</TableHead>
            <TableHead className="hidden w-48 lg:table-cell">Version</TableHead>
            <TableHead className="w-28 sm:w-36">Last run</TableHead>
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
