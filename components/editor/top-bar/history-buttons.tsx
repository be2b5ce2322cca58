"use client";

import { Redo2, Undo2 } from "lucide-react";
import { useEditor, useHistory } from "@/components/editor/store/editor-context";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";

export function HistoryButtons({ className }: { readonly className?: string }) {
  const editor = useEditor();
  const { canUndo, canRedo } = useHistory();

  return (
    <div className={cn("flex", className)}>
      <Tooltip label="Undo" shortcut="Ctrl+Z" side="bottom">
        <Button variant="ghost" size="icon" aria-label="Undo" disabled={!canUndo} onClick={editor.undo}>
          <Undo2 aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip label="Redo" shortcut="Ctrl+Shift+Z" side="bottom">
        <Button variant="ghost" size="icon" aria-label="Redo" disabled={!canRedo} onClick={editor.redo}>
          <Redo2 aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}
