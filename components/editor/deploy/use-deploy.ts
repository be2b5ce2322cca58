"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { toast } from "sonner";
import { type ApiOutputs, useTRPC } from "@/components/api/trpc";
import { flushPendingText } from "@/components/code-editor/pending-text";
import { type Acknowledged, isDirty } from "@/components/editor/autosave/autosave-state";
import type { Session } from "@/components/editor/session/create-session";
import { useEditorSession } from "@/components/editor/session/session-context";
import { curlLine } from "@/components/workflows/curl-line";
import { validateDefinition } from "@/workflows/definition/validate-definition";

type DeployResult = ApiOutputs["workflows"]["deploy"];

/** Saves what is left, and deploys exactly what was saved. */
export function useDeploy(): () => Promise<void> {
  const session = useEditorSession();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutateAsync } = useMutation(trpc.workflows.deploy.mutationOptions());

  return useCallback(async () => {
    const { workflowId, deployment } = session;
    if (deployment.store.getState().isDeploying) return;
    deployment.began();
    try {
      const saved = await saveAll(session);
      if (saved === null) return;
      const { draftHash } = deployment.store.getState();
      const result = await mutateAsync({ workflowId, revision: saved.revision });
      tell(session, result, { saved, draftHash });
      if (result.status === "deployed") void queryClient.invalidateQueries(trpc.workflows.list.queryFilter());
    } catch {
      // Told by a toast, as every failed mutation is.
    } finally {
      deployment.ended();
    }
  }, [session, mutateAsync, queryClient, trpc]);
}

/** The draft the server has confirmed, once that is what is on the screen; null when it is not, or cannot be deployed. */
async function saveAll(session: Session): Promise<Acknowledged | null> {
  const { autosaver, editor, tracker } = session;
  flushPendingText();
  const { definition } = editor.store.getState();
  const problems = validateDefinition(definition);
  if (problems.length > 0) {
    tracker.refused({ definition, problems });
    editor.show({ isProblemsOpen: true });
    return null;
  }
  const state = await autosaver.flush();
  if (!isDirty(state)) return state.acknowledged;
  if (state.phase.name !== "conflict") {
    toast.error("Not deployed: the draft could not be saved. It is kept in this browser.", { id: "deploy" });
  }
  return null;
}

type Sent = { readonly saved: Acknowledged; readonly draftHash: string };

function tell(session: Session, result: DeployResult, { saved, draftHash }: Sent): void {
  const { autosaver, deployment, editor, tracker } = session;
  if (result.status === "conflict") {
    autosaver.dispatch({ type: "saved-elsewhere", revision: result.revision });
    toast.error("Not deployed: the draft was saved elsewhere in the meantime.", { id: "deploy" });
    return;
  }
  if (result.status === "refused") {
    tracker.refused({ definition: saved.draft, problems: result.problems });
    editor.show({ isProblemsOpen: true });
    return;
  }
  tracker.deployed();
  editor.show({ isProblemsOpen: false });
  deployment.switched({ ...result, contentHash: draftHash });
  const [hook] = result.hooks;
  const line = hook === undefined ? null : curlLine(hook);
  toast.success(`Version ${result.versionNumber} is live`, {
    id: "deploy",
    duration: 10_000,
    ...(line === null
      ? {}
      : { description: line, action: { label: "Copy curl", onClick: () => void navigator.clipboard.writeText(line) } }),
  });
}
