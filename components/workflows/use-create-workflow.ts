"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { type ApiInputs, useTRPC } from "@/components/api/trpc";

type Template = NonNullable<ApiInputs["workflows"]["create"]["template"]>;

/** Makes a workflow and opens it in the editor. Pending until the editor is there. */
export function useCreateWorkflow() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const [isOpening, startOpening] = useTransition();
  const creation = useMutation(
    trpc.workflows.create.mutationOptions({
      onSuccess: ({ id }) => {
        void queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
        startOpening(() => router.push(`/workflows/${id}`));
      },
    }),
  );

  const isPending = creation.isPending || isOpening;
  return {
    create: (template: Template) => creation.mutate({ template }),
    pendingTemplate: isPending ? (creation.variables?.template ?? "empty") : null,
  };
}
