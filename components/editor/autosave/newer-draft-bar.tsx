"use client";

import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { describeError } from "@/components/api/api-error";
import { useAutosave, useEditorSession } from "@/components/editor/session/session-context";
import { Button } from "@/components/ui/button";

/** Tells a second tab that what it shows is old, before anything is typed into it. */
export function NewerDraftBar() {
  const session = useEditorSession();
  const newerRevision = useAutosave(({ phase, newerRevision: revision }) =>
    phase.name === "conflict" ? null : revision,
  );
  const [isLoading, setIsLoading] = useState(false);
  if (newerRevision === null) return null;

  async function load() {
    setIsLoading(true);
    try {
      await session.takeTheirs();
    } catch (error) {
      toast.error(describeError(error));
    }
    setIsLoading(false);
  }

  return (
    <div
      role="alert"
      className="flex min-h-9 shrink-0 items-center gap-2 border-b bg-warning-muted px-4 py-1 text-sm text-warning"
    >
      <RefreshCw aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1">Another tab or person saved revision {newerRevision} of this workflow.</p>
      <Button size="sm" className="h-6" isPending={isLoading} onClick={() => void load()}>
        Show it
      </Button>
    </div>
  );
}
