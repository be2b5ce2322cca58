"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Named = { readonly id: string; readonly name: string };

type RenameDialogProps = {
  readonly workflow: Named;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
};

export function RenameDialog({ workflow, isOpen, onOpenChange }: RenameDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent aria-describedby={undefined}>
        <DialogTitle>Rename workflow</DialogTitle>
        <RenameForm workflow={workflow} onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function RenameForm({ workflow, onDone }: { readonly workflow: Named; readonly onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(workflow.name);
  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      meta: { showsOwnError: true },
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        onDone();
      },
    }),
  );
  const canSave = name.trim() !== "" && name.trim() !== workflow.name;

  function save(event: FormEvent) {
    event.preventDefault();
    if (canSave) rename.mutate({ workflowId: workflow.id, name: name.trim() });
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <Field label="Name" error={rename.isError ? describeError(rename.error) : null}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={!canSave} isPending={rename.isPending}>
          Rename
        </Button>
      </DialogFooter>
    </form>
  );
}
