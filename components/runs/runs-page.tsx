"use client";

import { RunFilters } from "@/components/runs/run-filters";
import { RunsList } from "@/components/runs/runs-list";
import { PageHeader } from "@/components/ui/page-header";

export function RunsPage() {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-6 md:px-6 md:py-8">
      <PageHeader title="Runs" />
      <RunFilters />
      <RunsList />
    </div>
  );
}
