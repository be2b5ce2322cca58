"use client";

import { useReactFlow } from "@xyflow/react";
import { LayoutGrid, type LucideIcon, Maximize, Minus, Plus, ZoomIn } from "lucide-react";
import type { RefObject } from "react";
import { tidy } from "@/components/editor/canvas/canvas-actions";
import { openPalette } from "@/components/editor/canvas/open-palette";
import { useEditor } from "@/components/editor/store/editor-context";
import { HistoryButtons } from "@/components/editor/top-bar/history-buttons";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

type Tool = { readonly label: string; readonly icon: LucideIcon; readonly shortcut?: string; readonly run: () => void };

/** What can be done to the canvas as a whole. */
export function CanvasToolbar({ container }: { readonly container: RefObject<HTMLElement | null> }) {
  const editor = useEditor();
  const { fitView, zoomIn, zoomOut, screenToFlowPosition } = useReactFlow();
  const zoom = { duration: 120 };
  const tools: readonly Tool[] = [
    { label: "Zoom out", icon: Minus, run: () => void zoomOut(zoom) },
    { label: "Zoom in", icon: ZoomIn, run: () => void zoomIn(zoom) },
    {
      label: "Fit view",
      icon: Maximize,
      shortcut: "1",
      run: () => void fitView({ padding: 0.2, maxZoom: 1, duration: 180 }),
    },
    { label: "Tidy up", icon: LayoutGrid, shortcut: "Shift+Alt+T", run: () => tidy(editor) },
  ];

  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-0 flex items-end justify-between gap-2 p-3 max-sm:bottom-4">
      <div className="pointer-events-auto flex gap-0.5 rounded-lg border bg-raised p-0.5 shadow-sm">
        <HistoryButtons className="sm:hidden" />
        {tools.map(({ label, icon: Icon, shortcut, run }) => (
          <Tooltip key={label} label={label} {...(shortcut === undefined ? {} : { shortcut })}>
            <Button variant="ghost" size="icon" aria-label={label} onClick={run}>
              <Icon aria-hidden />
            </Button>
          </Tooltip>
        ))}
      </div>
      <div className="pointer-events-auto sm:absolute sm:right-1/2 sm:translate-x-1/2">
        <Tooltip label="Add a step" shortcut="N">
          <Button
            className="bg-raised shadow-sm"
            onClick={() => openPalette(editor, { container: container.current, toFlow: screenToFlowPosition })}
          >
            <Plus aria-hidden />
            Add step
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}
