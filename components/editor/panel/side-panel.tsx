"use client";

import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { cn } from "@/components/ui/class-names";

const WIDTH_KEY = "millrace:editor:panel-width";
const DEFAULT_WIDTH = 480;
const MIN_WIDTH = 340;
/** The canvas keeps at least this much. */
const CANVAS_MIN_WIDTH = 280;
const KEY_STEP = 24;

type SidePanelProps = {
  readonly id: string;
  readonly label: string;
  readonly isFull: boolean;
  readonly children: ReactNode;
};

/** The panel at the right. Its width is remembered; on a narrow screen it lies over the canvas. */
export function SidePanel({ id, label, isFull, children }: SidePanelProps) {
  const [width, setWidth] = useState(readWidth);

  function resize(wanted: number) {
    const most = Math.max(MIN_WIDTH, window.innerWidth - CANVAS_MIN_WIDTH);
    const next = Math.round(Math.min(Math.max(wanted, MIN_WIDTH), most));
    setWidth(next);
    localStorage.setItem(WIDTH_KEY, String(next));
  }

  return (
    <aside
      id={id}
      aria-label={label}
      // safety: a custom property is a style like any other; React's types only do not know it.
      style={{ "--panel-width": `${width}px` } as CSSProperties}
      className={cn(
        "flex min-h-0 flex-col border-l bg-background",
        isFull
          ? "absolute inset-0 z-30 border-l-0"
          : "relative w-(--panel-width) max-w-[70%] shrink-0 max-md:absolute max-md:inset-0 max-md:z-30 max-md:w-full max-md:max-w-none max-md:border-l-0",
      )}
    >
      {isFull ? null : <Resizer width={width} onResize={resize} />}
      {children}
    </aside>
  );
}

function Resizer({ width, onResize }: { readonly width: number; readonly onResize: (width: number) => void }) {
  function drag(event: PointerEvent<HTMLDivElement>) {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const startX = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent) => onResize(width + startX - move.clientX);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", onMove), {
      once: true,
    });
  }

  function nudge(event: KeyboardEvent) {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    onResize(width + (event.key === "ArrowLeft" ? KEY_STEP : -KEY_STEP));
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged; this is the pattern of a window splitter.
    <div
      role="separator"
      aria-label="Width of the panel"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={MIN_WIDTH}
      tabIndex={0}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none transition-colors hover:bg-accent/40 focus-visible:bg-accent/40 max-md:hidden"
      onPointerDown={drag}
      onKeyDown={nudge}
    />
  );
}

function readWidth(): number {
  const kept = Number(localStorage.getItem(WIDTH_KEY));
  return Number.isFinite(kept) && kept >= MIN_WIDTH ? kept : DEFAULT_WIDTH;
}
