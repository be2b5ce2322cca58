"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { describeError, httpStatusOf } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { EditorSkeleton } from "@/components/editor/editor-skeleton";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";

// The draft is opened in the browser alone: what this browser kept of it lies on top.
const EditorView = dynamic(() => import("@/components/editor/editor-view").then((module) => module.EditorView), {
  ssr: false,
  loading: EditorSkeleton,
});

export function EditorPage({ workflowId }: { readonly workflowId: string }) {
  const trpc = useTRPC();
  const workflow = useQuery(
    trpc.workflows.get.queryOptions(
      { workflowId },
      // Once it is open the editor owns the draft: a later answer must not touch it, nor an earlier one open it.
      {
        gcTime: 0,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnMount: "always",
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    ),
  );

  if (workflow.data !== undefined) return <EditorView key={workflowId} workflow={workflow.data} />;
  if (workflow.isPending) return <EditorSkeleton />;
  if (httpStatusOf(workflow.error) === 404) return <NoSuchWorkflow />;
  return (
    <ErrorState
      title="The workflow did not load"
      message={describeError(workflow.error)}
      onRetry={() => void workflow.refetch()}
      isRetrying={workflow.isFetching}
      className="min-h-full"
    />
  );
}

function NoSuchWorkflow() {
  return (
    <EmptyState
      className="min-h-full"
      icon={<SearchX aria-hidden />}
      title="There is no such workflow"
      description="The address may be mistyped, or the workflow was deleted."
      action={
        <Button asChild variant="primary">
          <Link href="/workflows">All workflows</Link>
        </Button>
      }
    />
  );
}
