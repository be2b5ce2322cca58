"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { describeError, httpStatusOf } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { useRunChanges } from "@/components/api/use-run-changes";
import { RunSkeleton } from "@/components/runs/run-skeleton";
import { RunView } from "@/components/runs/run-view";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";

export function RunPage({ runId }: { readonly runId: string }) {
  const trpc = useTRPC();
  const run = useQuery(trpc.runs.get.queryOptions({ runId }));
  useRunChanges({ runId }, [trpc.runs.get.queryFilter({ runId }), trpc.runs.getStep.queryFilter()]);

  if (run.isPending) return <RunSkeleton />;
  if (run.data !== undefined) return <RunView detail={run.data} />;
  if (httpStatusOf(run.error) === 404) return <NoSuchRun />;
  return (
    <ErrorState
      headingLevel={1}
      title="The run did not load"
      message={describeError(run.error)}
      onRetry={() => void run.refetch()}
      isRetrying={run.isFetching}
      className="min-h-full"
    />
  );
}

function NoSuchRun() {
  return (
    <EmptyState
      headingLevel={1}
      className="min-h-full"
      icon={<SearchX aria-hidden />}
      title="There is no such run"
      description="The address may be mistyped, or the run is older than its history is kept."
      action={
        <Button asChild variant="primary">
          <Link href="/runs">All runs</Link>
        </Button>
      }
    />
  );
}
