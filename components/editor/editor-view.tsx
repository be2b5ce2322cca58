"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ReactFlowProvider } from "@xyflow/react";
import { useCallback, useEffect, useState } from "react";
import { toast } from "sonner";
import { useTRPCClient } from "@/components/api/trpc";
import type { HookPlace } from "@/components/canvas/node-look";
import { ConflictDialog } from "@/components/editor/autosave/conflict-dialog";
import { NewerDraftBar } from "@/components/editor/autosave/newer-draft-bar";
import { WorkflowCanvas } from "@/components/editor/canvas/workflow-canvas";
import { useDeploy } from "@/components/editor/deploy/use-deploy";
import { StepPanel } from "@/components/editor/panel/step-panel";
import { ProblemsPanel } from "@/components/editor/problems/problems-panel";
import { createSession, type OpenWorkflow } from "@/components/editor/session/create-session";
import { SessionProvider, useDeployment } from "@/components/editor/session/session-context";
import { useCodeCheck } from "@/components/editor/session/use-code-check";
import { useLeaving } from "@/components/editor/session/use-leaving";
import { usePageKeys } from "@/components/editor/session/use-page-keys";
import { TopBar } from "@/components/editor/top-bar/top-bar";

/** The editor of one workflow. Mounted when its draft is there, so that it has nothing to wait for. */
export function EditorView({ workflow }: { readonly workflow: OpenWorkflow }) {
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [session] = useState(() => createSession(workflow, { client, queryClient }));

  useEffect(() => session.start(), [session]);
  useEffect(() => {
    if (session.isRestored) {
      toast.info("Changes that were not saved have been restored from this browser.", { id: "restored" });
    }
  }, [session]);

  return (
    <SessionProvider session={session}>
      <ReactFlowProvider>
        <EditorFrame workflow={workflow} />
      </ReactFlowProvider>
    </SessionProvider>
  );
}

function EditorFrame({ workflow }: { readonly workflow: OpenWorkflow }) {
  const deploy = useDeploy();
  const hooks = useDeployment((state) => state.hooks);
  const hookOf = useCallback(
    (nodeId: string): HookPlace => ({
      baseUrl: workflow.hookBaseUrl,
      live: hooks.find((hook) => hook.nodeId === nodeId) ?? null,
    }),
    [workflow.hookBaseUrl, hooks],
  );
  useCodeCheck();
  useLeaving();
  usePageKeys({ deploy });

  return (
    <div className="flex h-full min-h-0 flex-col overflow-hidden">
      <h1 className="sr-only">Workflow editor</h1>
      <TopBar name={workflow.name} onDeploy={() => void deploy()} />
      <NewerDraftBar />
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          <WorkflowCanvas />
          <ProblemsPanel />
        </div>
        <StepPanel hookOf={hookOf} />
      </div>
      <ConflictDialog />
    </div>
  );
}
