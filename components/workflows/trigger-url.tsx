import { CopyButton } from "@/components/ui/copy-button";
import type { WorkflowItem } from "@/components/workflows/workflow-item";

/** The address that starts the workflow: read in short, copied whole. */
export function TriggerUrl({ triggers }: { readonly triggers: WorkflowItem["triggers"] }) {
  const [first, ...others] = triggers;
  if (first === undefined) return <p className="flex h-7 items-center text-muted-foreground">No trigger yet</p>;

  return (
    <div className="flex h-7 min-w-0 items-center gap-1.5 text-muted-foreground">
      <span className="shrink-0 font-mono text-xs">{first.method}</span>
      <span className="truncate font-mono text-xs" title={first.url}>
        {toPath(first.url)}
      </span>
      {others.length === 0 ? null : <span className="shrink-0 text-xs">+{others.length} more</span>}
      {/* Over the row's own link. */}
      <CopyButton text={first.url} label="Copy URL" className="relative z-10 shrink-0" />
    </div>
  );
}

/** Every hook has the same host, so only the rest tells them apart. */
function toPath(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}
