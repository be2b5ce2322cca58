import { Badge } from "@/components/ui/badge";
import type { WorkflowItem } from "@/components/workflows/workflow-item";

/** Whether anything is live, and whether the draft is ahead of it. */
export function DeployState({ workflow }: { readonly workflow: WorkflowItem }) {
  if (workflow.deployed === null) return <Badge tone="outline">Draft</Badge>;
  return (
    <>
      <Badge tone="accent">v{workflow.deployed.versionNumber}</Badge>
      {workflow.hasUndeployedChanges ? <Badge tone="warning">Undeployed changes</Badge> : null}
    </>
  );
}
