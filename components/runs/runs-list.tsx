"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { useRunChanges } from "@/components/api/use-run-changes";
import { NoRuns } from "@/components/runs/no-runs";
import { RunsTable, RunsTableSkeleton } from "@/components/runs/runs-table";
import { useRunFilters } from "@/components/runs/use-run-filters";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

const PAGE_SIZE = 50;

/** Newest first, live. A list that could not be loaded is never shown as an empty one. */
export function RunsList() {
  const trpc = useTRPC();
  const [{ status, workflow }] = useRunFilters();
  const list = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(
      {
        limit: PAGE_SIZE,
        ...(status === null ? {} : { status }),
        ...(workflow === null ? {} : { workflowId: workflow }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  useRunChanges({}, [trpc.runs.list.infiniteQueryFilter()]);

  if (list.isPending) return <RunsTableSkeleton />;
  if (list.data === undefined) {
    return (
      <ErrorState
        title="Runs did not load"
        message={describeError(list.error)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
        className="rounded-lg border bg-surface"
      />
    );
  }

  const runs = list.data.pages.flatMap((page) => page.runs);
  if (runs.length === 0) return <NoRuns />;
  return (
    <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "opacity-60" : undefined}>
      <RunsTable runs={runs} />
      {list.isFetchNextPageError ? (
        <p role="alert" className="pt-3 text-center text-sm text-danger">
          {describeError(list.error)}
        </p>
      ) : null}
      {list.hasNextPage ? (
        <div className="flex justify-center pt-4">
          <Button onClick={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage}>
            Load more
          </Button>
        </div>
      ) : null}
    </div>
  );
}
