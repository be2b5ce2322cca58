"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/api/trpc";
import { withToast } from "@/components/ui/with-toast";

const UNDO_MS = 10_000;

type Named = { readonly id: string; readonly name: string };

/** Deletes at once and offers to undo it: asking first would cost every good deletion a click. */
export function useDeleteWorkflow({ id, name }: Named): () => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refreshList = () => queryClient.invalidateQueries(trpc.workflows.list.queryFilter());

  const restore = useMutation(trpc.workflows.restore.mutationOptions({ onSuccess: refreshList }));
  const remove = useMutation(
    trpc.workflows.delete.mutationOptions({
      onSuccess: () => {
        withToast((toast) =>
          toast(`Deleted “${name}”`, {
            description: "Its triggers no longer answer.",
            duration: UNDO_MS,
            action: { label: "Undo", onClick: () => restore.mutate({ workflowId: id }) },
          }),
        );
        return refreshList();
      },
    }),
  );

  return () => remove.mutate({ workflowId: id });
}
