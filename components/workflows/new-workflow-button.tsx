"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useCreateWorkflow } from "@/components/workflows/use-create-workflow";

export function NewWorkflowButton() {
  const { create, pendingTemplate } = useCreateWorkflow();
  return (
    <Button variant="primary" onClick={() => create("empty")} isPending={pendingTemplate !== null}>
      <Plus aria-hidden />
      New workflow
    </Button>
  );
}
