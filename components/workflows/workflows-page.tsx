"use client";

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { describeError } from "@/components/api/api-error";
import { type ApiOutputs, useTRPC } from "@/components/api/trpc";
import { useRunChanges } from "@/components/api/use-run-changes";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { NewWorkflowButton } from "@/components/workflows/new-workflow-button";
import type { WorkflowItem } from "@/components/workflows/workflow-item";
import { WorkflowsEmpty } from "@/components/workflows/workflows-empty";
import { WorkflowsTable, WorkflowsTableSkeleton } from "@/components/workflows/workflows-table";

export function WorkflowsPage() {
  const trpc = useTRPC();
  const list = useQuery(trpc.workflows.list.queryOptions());
  useRunChanges({}, [trpc.workflows.list.queryFilter()]);
  // An empty list has this button in its middle.
  const isEmpty = list.data?.workflows.length === 0;

  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-6 md:px-6 md:py-8">
      <PageHeader title="Workflows" actions={isEmpty ? null : <NewWorkflowButton />} />
      <Workflows list={list} />
    </div>
  );
}

type WorkflowsQuery = UseQueryResult<ApiOutputs["workflows"]["list"], unknown>;

function Workflows({ list }: { readonly list: WorkflowsQuery }) {
  if (list.isPending) return <WorkflowsTableSkeleton />;
  if (list.data === undefined) {
    return (
      <ErrorState
        title="Workflows did not load"
        message={describeError(list.error)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
        className="rounded-lg border bg-surface"
      />
    );
  }
  if (list.data.workflows.length === 0) return <WorkflowsEmpty />;
  return <SearchableWorkflows workflows={list.data.workflows} />;
}

function SearchableWorkflows({ workflows }: { readonly workflows: readonly WorkflowItem[] }) {
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const field = useRef<HTMLInputElement>(null);
  useHotkeys("/", () => field.current?.focus(), { useKey: true, preventDefault: true });

  const found = workflows.filter((workflow) => matches(workflow, search));
  return (
    <>
      <div className="relative w-full sm:w-72">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-muted-foreground" />
        <Input
          ref={field}
          type="search"
          aria-label="Search workflows"
          placeholder="Search by name or URL"
          value={search}
          onChange={(event) => void setSearch(event.target.value || null)}
          className="pl-8"
        />
      </div>
      {found.length === 0 ? (
        <EmptyState
          className="rounded-lg border bg-surface"
          title={`No workflow matches “${search}”`}
          action={<Button onClick={() => void setSearch(null)}>Clear search</Button>}
        />
      ) : (
        <WorkflowsTable workflows={found} />
      )}
    </>
  );
}

function matches(workflow: WorkflowItem, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [workflow.name, ...workflow.triggers.map((trigger) => trigger.url)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
