"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/api/trpc";
import { Input } from "@/components/ui/input";

type WorkflowNameProps = { readonly workflowId: string; readonly initialName: string };

/** Renamed where it stands. A refused name goes back to what it was. */
export function WorkflowName({ workflowId, initialName }: WorkflowNameProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState(initialName);
  const [savedName, setSavedName] = useState(initialName);
  const rename = useMutation(
    trpc.workflows.rename.mutationOptions({
      onSuccess: (_done, { name }) => {
        setSavedName(name);
        void queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
      },
      onError: () => setText(savedName),
    }),
  );

  function save() {
    const name = text.trim();
    setText(name === "" ? savedName : name);
    if (name !== "" && name !== savedName) rename.mutate({ workflowId, name });
  }

  return (
    <Input
      aria-label="Workflow name"
      value={text}
      maxLength={120}
      className="max-w-72 min-w-16 shrink field-sizing-content w-auto border-transparent bg-transparent font-semibold shadow-none hover:border-border-strong md:text-base"
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setText(savedName);
      }}
    />
  );
}
