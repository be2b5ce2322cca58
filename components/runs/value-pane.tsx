"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import type { ValueView } from "@/components/runs/run-item";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes } from "@/components/ui/format-bytes";
import type { JsonValue } from "@/workflows/json";

const JsonView = dynamic(() => import("@/components/runs/json-view").then((module) => module.JsonView));

type ValueAddress = { readonly runId: string; readonly nodePath: string; readonly side: "input" | "output" };

type ValuePaneProps = {
  readonly view: ValueView | null;
  readonly address: ValueAddress;
  /** Why there is no value. */
  readonly whyNone: string;
};

const labels = { input: "Input", output: "Output" } as const;

export function ValuePane({ view, address, whyNone }: ValuePaneProps) {
  if (view === null) return <Note>{whyNone}</Note>;
  if ("json" in view) return <Value json={view.json} side={address.side} />;
  return <LargeValue view={view} address={address} />;
}

function Value({ json, side }: { readonly json: JsonValue; readonly side: "input" | "output" }) {
  return (
    <div className="relative">
      <CopyButton
        text={JSON.stringify(json, null, 2)}
        label={`Copy ${side}`}
        className="absolute top-2 right-2 bg-surface"
      />
      <JsonView json={json} label={labels[side]} />
    </div>
  );
}

type LargeValueProps = {
  readonly view: Extract<ValueView, { readonly tooLarge: true }>;
  readonly address: ValueAddress;
};

function LargeValue({ view, address }: LargeValueProps) {
  const trpc = useTRPC();
  const [isWanted, setIsWanted] = useState(false);
  const whole = useQuery(
    trpc.runs.getValue.queryOptions(address, { enabled: isWanted, staleTime: Number.POSITIVE_INFINITY }),
  );

  if (whole.data !== undefined) return <Value json={whole.data.json} side={address.side} />;
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-2 border-b bg-muted/50 px-4 py-2 text-sm">
        <span role={whole.isError ? "alert" : undefined} className={whole.isError ? "text-danger" : undefined}>
          {whole.isError ? describeError(whole.error) : `The beginning of ${formatBytes(view.sizeBytes)}`}
        </span>
        <Button
          size="sm"
          isPending={whole.isFetching}
          onClick={() => (isWanted ? void whole.refetch() : setIsWanted(true))}
        >
          Load all
        </Button>
      </div>
      <pre className="px-4 py-3 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">{view.preview}…</pre>
    </div>
  );
}

export function Note({ children }: { readonly children: ReactNode }) {
  return <p className="px-4 py-10 text-center text-sm text-muted-foreground">{children}</p>;
}
