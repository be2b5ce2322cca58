import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { curlLine } from "@/components/workflows/curl-line";

type HookLinesProps = {
  readonly method: string;
  readonly url: string;
  readonly hasPath: boolean;
  /** What is answered at this moment, as it was deployed. */
  readonly live: { readonly method: string; readonly url: string } | null;
};

/** The hook's URL as it is typed, a line that calls it, and whether anybody answers there yet. */
export function HookLines({ method, url, hasPath, live }: HookLinesProps) {
  if (!hasPath) return null;
  const isLive = live !== null && live.url === url && live.method === method;

  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-muted/60 p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-xs font-medium text-muted-foreground">URL</h3>
        {isLive ? <Badge tone="success">Live</Badge> : <Badge tone="warning">Not deployed yet</Badge>}
      </div>
      <Line text={url} label="Copy URL" />
      <Line text={curlLine({ method, url })} label="Copy curl line" />
      {isLive ? null : (
        <p className="text-xs text-muted-foreground">
          {live === null
            ? "Deploy the workflow, and this URL answers."
            : `Until you deploy, ${live.method} ${live.url} answers.`}
        </p>
      )}
    </div>
  );
}

function Line({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="flex items-start gap-1">
      <code className="min-w-0 flex-1 rounded-md bg-surface px-2 py-1 font-mono text-xs leading-5 wrap-anywhere">
        {text}
      </code>
      <CopyButton text={text} label={label} className="shrink-0" />
    </div>
  );
}
