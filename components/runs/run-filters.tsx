"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/api/trpc";
import { runStatusLooks } from "@/components/runs/run-status-look";
import { useRunFilters } from "@/components/runs/use-run-filters";
import { Button } from "@/components/ui/button";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { type RunStatus, runStatuses } from "@/workflows/run/run-status";

/** Stands for no filter: a select's item needs a value that is not empty. */
const ALL = "all";

export function RunFilters() {
  const trpc = useTRPC();
  const workflows = useQuery(trpc.workflows.list.queryOptions());
  const [filters, setFilters] = useRunFilters();
  const known = workflows.data?.workflows ?? [];
  const isFiltered = filters.status !== null || filters.workflow !== null;

  return (
    <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <Select value={filters.status ?? ALL} onValueChange={(status) => void setFilters({ status: toStatus(status) })}>
        <SelectTrigger aria-label="Status" className="w-full sm:w-40">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ALL}>Any status</SelectItem>
          {runStatuses.map((status) => (
            <SelectItem key={status} value={status}>
              {runStatusLooks[status].label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Select
        value={filters.workflow ?? ALL}
        onValueChange={(workflow) => void setFilters({ workflow: workflow === ALL ? null : workflow })}
      >
        <SelectTrigger aria-label="Workflow" className="w-full sm:w-56">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={ALL}>Any workflow</SelectItem>
          {known.map(({ id, name }) => (
            <SelectItem key={id} value={id}>
              {name}
            </SelectItem>
          ))}
          {filters.workflow === null || known.some(({ id }) => id === filters.workflow) ? null : (
            <SelectItem value={filters.workflow}>{workflows.isPending ? "…" : "A deleted workflow"}</SelectItem>
          )}
        </SelectContent>
      </Select>
      {isFiltered ? (
        <Button variant="ghost" onClick={() => void setFilters(null)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

function toStatus(value: string): RunStatus | null {
  return runStatuses.find((status) => status === value) ?? null;
}
