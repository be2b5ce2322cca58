"use client";

import dynamic from "next/dynamic";
import type { CodeTextProps } from "@/components/code-editor/monaco-text";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";

const MonacoText = dynamic(() => import("@/components/code-editor/monaco-text").then((module) => module.MonacoText), {
  ssr: false,
  loading: CodeSkeleton,
});

type CodeFieldProps = CodeTextProps & {
  readonly hint?: string;
  readonly error?: string | null;
};

/** A labelled text of TypeScript. The editor behind it is loaded when the first one is shown. */
export function CodeField({ label, hint, error = null, ...text }: CodeFieldProps) {
  if (text.size === "fill") {
    return (
      <div className="min-h-40 flex-1">
        <MonacoText {...text} label={label} />
      </div>
    );
  }
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <div
        className={cn(
          "overflow-hidden rounded-md border border-border-strong bg-surface py-1.5 shadow-xs focus-within:border-ring focus-within:outline-2 focus-within:outline-ring",
          error !== null && "border-danger",
          text.size === "line" ? "min-h-8" : "min-h-13",
        )}
      >
        <MonacoText {...text} label={label} />
      </div>
      {note === undefined ? null : (
        <p className={cn("text-sm", error === null ? "text-muted-foreground" : "text-danger")}>{note}</p>
      )}
    </div>
  );
}

function CodeSkeleton() {
  return (
    <div role="status" aria-label="Loading the code editor" className="flex flex-col gap-2.5 px-4 py-1">
      {[60, 40, 70].map((width) => (
        <Skeleton key={width} className="h-3" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
