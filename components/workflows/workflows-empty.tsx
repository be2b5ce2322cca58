"use client";

import { Workflow } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useCreateWorkflow } from "@/components/workflows/use-create-workflow";

export function WorkflowsEmpty() {
  const { create, pendingTemplate } = useCreateWorkflow();
  return (
    <EmptyState
      className="rounded-lg border border-dashed border-border-strong"
      icon={<Workflow aria-hidden />}
      title="No workflows yet"
      description="A workflow starts with a trigger, such as a URL of its own, and runs your TypeScript step by step."
      action={
        <>
          <Button variant="primary" onClick={() => create("empty")} isPending={pendingTemplate === "empty"}>
            Create a workflow
          </Button>
          <Button variant="ghost" onClick={() => create("http")} isPending={pendingTemplate === "http"}>
            Start from the webhook sample
          </Button>
        </>
      }
    />
  );
}
