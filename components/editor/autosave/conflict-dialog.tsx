"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useAutosave, useEditorSession } from "@/components/editor/session/session-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import { serializeDefinition } from "@/workflows/definition/serialize-definition";

/** Somebody else saved first: says so, and lets the person choose. Neither choice loses what was typed. */
export function ConflictDialog() {
  const session = useEditorSession();
  const revision = useAutosave(({ phase }) => (phase.name === "conflict" ? phase.theirs.revision : null));
  const [isTaking, setIsTaking] = useState(false);
  if (revision === null) return null;

  async function takeTheirs() {
    setIsTaking(true);
    try {
      await session.takeTheirs();
      toast.success("Their draft is open. Undo brings yours back.");
    } catch {
      toast.error("Their draft could not be loaded. Yours is kept in this browser.");
    }
    setIsTaking(false);
  }

  async function copyMine() {
    const text = serializeDefinition(session.editor.store.getState().definition);
    try {
      await navigator.clipboard.writeText(text);
      toast.success("Your draft is on the clipboard, as JSON.");
    } catch {
      toast.error("The browser did not allow copying. Your draft is kept in this browser.");
    }
  }

  return (
    <Dialog open>
      <DialogContent
        className="max-w-lg [&>button:last-child]:hidden"
        onEscapeKeyDown={(event) => event.preventDefault()}
        onInteractOutside={(event) => event.preventDefault()}
      >
        <DialogTitle>This workflow was saved elsewhere</DialogTitle>
        <DialogDescription>
          Another tab or person saved revision {revision} after you had opened it. Your own changes are not saved yet;
          they are kept in this browser until you choose.
        </DialogDescription>
        <DialogFooter className="flex-wrap">
          <Button className="mr-auto" onClick={() => void copyMine()}>
            Copy mine
          </Button>
          <Button isPending={isTaking} onClick={() => void takeTheirs()}>
            Take theirs
          </Button>
          <Button variant="primary" onClick={() => session.autosaver.dispatch({ type: "kept-mine" })}>
            Keep mine (overwrite)
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
