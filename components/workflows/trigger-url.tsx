import { CopyButton } from "@/components/ui/copy-button";
import type { WorkflowItem } from "@/components/workflows/workflow-item";

/** The address that starts the workflow: read, and copied whole. */
export function TriggerUrl({ triggers }: { readonly triggers: WorkflowItem["triggers"] }) {
  const [first, ...others] = triggers;
  if (first === undefined) return <span className="text-muted-foreground">No trigger yet</span>;

  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="shrink-0 font-mono text-xs font-medium text-muted-foreground">{first.method}</span>
      <span className="truncate font-mono text-xs" title={first.url}>
        {toPath(first.url)}
      </span>
      {others.length === 0 ? null : (
        <span className="shrink-0 text-xs text-muted-foreground">+{others.length} more</span>
      )}
      {/* Over the row's own link. */}
      <CopyButton text={first.url} label="Copy URL" className="relative z-10 shrink-0" />
    </div>
  );
}

/** Every hook has the same host, so only the rest tells them apart. */
function toPath(url: string): string {
  return URL.parse(url)?.pathname ?? url;
}
