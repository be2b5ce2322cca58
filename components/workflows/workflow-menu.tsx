"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { RenameDialog } from "@/components/workflows/rename-dialog";
import { useDeleteWorkflow } from "@/components/workflows/use-delete-workflow";
import type { WorkflowItem } from "@/components/workflows/workflow-item";

export function WorkflowMenu({ workflow }: { readonly workflow: WorkflowItem }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const deleteWorkflow = useDeleteWorkflow(workflow);

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={`Actions for ${workflow.name}`} className="relative z-10">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setIsRenaming(true)}>
            <Pencil aria-hidden />
            Rename
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem isDanger onSelect={deleteWorkflow}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <RenameDialog workflow={workflow} isOpen={isRenaming} onOpenChange={setIsRenaming} />
    </>
  );
}
