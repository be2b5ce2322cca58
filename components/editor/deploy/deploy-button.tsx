"use client";

import { Check, Rocket } from "lucide-react";
import { isDirty } from "@/components/editor/autosave/autosave-state";
import { isLive } from "@/components/editor/deploy/create-deployment";
import { useAutosave, useDeployment } from "@/components/editor/session/session-context";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

/** Says whether the draft is ahead of what is live, and brings it there. */
export function DeployButton({ onDeploy }: { readonly onDeploy: () => void }) {
  const hasUnsaved = useAutosave(isDirty);
  const isDeploying = useDeployment((state) => state.isDeploying);
  const versionNumber = useDeployment((state) => state.deployed?.versionNumber ?? null);
  const isCurrent = useDeployment(isLive) && !hasUnsaved;

  if (isCurrent && !isDeploying) {
    return (
      <Tooltip label="The draft is what is live">
        <Button aria-disabled aria-label={`Deployed v${versionNumber}`} className="max-sm:px-2">
          <Check aria-hidden className="text-success" />
          <span className="max-sm:hidden">Deployed</span> v{versionNumber}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Tooltip label="Check, bundle and go live" shortcut="Shift+P" side="bottom">
      <Button variant="primary" isPending={isDeploying} onClick={onDeploy}>
        <Rocket aria-hidden className="max-sm:hidden" />
        {versionNumber === null ? "Deploy" : "Deploy changes"}
      </Button>
    </Tooltip>
  );
}
