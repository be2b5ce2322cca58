import type { ReactNode } from "react";
import { lookOf } from "@/components/canvas/node-looks";
import { cn } from "@/components/ui/class-names";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";

type NodeCardProps = {
  readonly kind: string;
  readonly name: ReactNode;
  readonly summary: ReactNode;
  readonly isSelected: boolean;
  /** Its form is open in the panel. */
  readonly isOpen?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
};

/** What a node looks like, on the canvas of the editor and on that of a run. */
export function NodeCard({ kind, name, summary, isSelected, isOpen = false, className, children }: NodeCardProps) {
  const { icon: Icon, tone } = lookOf(kind);
  const title = findNodeKind(kind)?.title ?? kind;
  return (
    <div
      className={cn(
        "relative flex size-full items-center gap-3 rounded-xl border border-border-strong bg-surface px-3.5 text-left shadow-sm transition-[border-color,box-shadow] duration-100",
        isOpen && "border-accent",
        isSelected && "border-accent ring-3 ring-accent/25",
        className,
      )}
    >
      <span aria-hidden className={cn("flex size-10 shrink-0 items-center justify-center rounded-lg", tone)}>
        <Icon className="size-5" />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        {name === title ? null : <span className="truncate text-xs text-muted-foreground">{title}</span>}
        <span className="truncate text-sm font-semibold">{name}</span>
        <span className="truncate text-xs text-muted-foreground">{summary}</span>
      </span>
      {children}
    </div>
  );
}
