import { CircleX } from "lucide-react";
import { excerptSource } from "@/components/runs/source-excerpt";
import { cn } from "@/components/ui/class-names";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import type { SourceLocation, StepFailure } from "@/workflows/run/step-outcome";

type FailureCardProps = { readonly failure: StepFailure; readonly definition: WorkflowDefinition };

/** Why a step failed, and the line of the author's code where it did. */
export function FailureCard({ failure, definition }: FailureCardProps) {
  const location = failure.locations?.[0];
  return (
    <section aria-label="Failure" className="overflow-hidden rounded-md border border-danger/30 bg-danger-muted">
      <div className="flex items-start gap-2.5 px-3 py-2.5">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-medium wrap-anywhere whitespace-pre-wrap text-danger">
            {failure.errorName === undefined ? "" : `${failure.errorName}: `}
            {failure.message}
          </p>
          <p className="mt-1 text-xs text-foreground">
            <code className="rounded-sm bg-surface px-1.5 py-0.5 font-mono">{failure.code}</code>
            {failure.retryable ? null : " · not retried"}
          </p>
        </div>
      </div>
      {location === undefined ? null : <SourceExcerpt location={location} definition={definition} />}
    </section>
  );
}

type SourceExcerptProps = { readonly location: SourceLocation; readonly definition: WorkflowDefinition };

function SourceExcerpt({ location, definition }: SourceExcerptProps) {
  const node = definition.nodes.find((candidate) => candidate.id === location.nodeId);
  const source = node?.config.source;
  const lines = typeof source === "string" ? excerptSource(source, location.line) : [];
  if (node === undefined || lines.length === 0) return null;

  return (
    <figure className="border-t border-danger/30 bg-surface">
      <figcaption className="px-3 pt-2 text-xs text-muted-foreground">
        {node.name}, line {location.line}, column {location.column}
      </figcaption>
      <pre className="py-2 font-mono text-xs leading-5">
        {lines.map(({ number, text, isCulprit }) => (
          <div key={number} className={cn("relative flex", isCulprit && "bg-danger-muted")}>
            <span aria-hidden className="w-10 shrink-0 pr-3 text-right text-muted-foreground select-none">
              {number}
            </span>
            <code className="min-w-0 flex-1 pr-3 wrap-anywhere whitespace-pre-wrap">
              {text}
              {isCulprit ? <span className="sr-only"> (the failure is on this line)</span> : null}
            </code>
          </div>
        ))}
      </pre>
    </figure>
  );
}
