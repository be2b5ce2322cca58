"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "@/components/api/trpc";
import { useRunFilters } from "@/components/runs/use-run-filters";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { curlLine } from "@/components/workflows/curl-line";

export function NoRuns() {
  const [filters, setFilters] = useRunFilters();
  const isFiltered = filters.status !== null || filters.workflow !== null;

  if (isFiltered) {
    return (
      <EmptyState
        className="rounded-lg border bg-surface"
        title="No run matches these filters"
        action={<Button onClick={() => void setFilters(null)}>Clear filters</Button>}
      />
    );
  }
  return <FirstRun />;
}

function FirstRun() {
  const trpc = useTRPC();
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const deployed = workflows.data?.workflows.find(
    (workflow) => workflow.deployed !== null && workflow.triggers.length > 0,
  );
  const hook = deployed?.triggers[0];

  return (
    <EmptyState
      className="rounded-lg border border-dashed border-border-strong"
      icon={<History aria-hidden />}
      title="No runs yet"
      description={
        hook === undefined
          ? "Deploy a workflow with an HTTP trigger and call its URL."
          : `Call “${deployed?.name}” and its run appears here.`
      }
      action={
        hook === undefined ? (
          <Button asChild variant="primary">
            <Link href="/workflows">Go to workflows</Link>
          </Button>
        ) : (
          <CommandLine line={curlLine(hook)} />
        )
      }
    />
  );
}

function CommandLine({ line }: { readonly line: string }) {
  return (
    <div className="flex max-w-full min-w-0 items-center gap-2 rounded-md border bg-surface py-1.5 pr-1.5 pl-3 text-left shadow-xs">
      <code className="min-w-0 font-mono text-xs leading-5 wrap-anywhere">{line}</code>
      <CopyButton text={line} label="Copy command" className="shrink-0" />
    </div>
  );
}
