"use client";

import dynamic from "next/dynamic";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { orderSteps } from "@/components/runs/order-steps";
import { preselectStep } from "@/components/runs/preselect-step";
import { RunHeader } from "@/components/runs/run-header";
import type { RunDetail } from "@/components/runs/run-item";
import { StepPanel } from "@/components/runs/step-panel";
import { StepsList } from "@/components/runs/steps-list";
import { Skeleton } from "@/components/ui/skeleton";

const RunGraph = dynamic(() => import("@/components/canvas/run-graph").then((module) => module.RunGraph), {
  ssr: false,
  loading: () => <Skeleton className="size-full rounded-none" />,
});

export function RunView({ detail }: { readonly detail: RunDetail }) {
  const { run, definition } = detail;
  const steps = useMemo(() => orderSteps(definition, detail.steps), [definition, detail.steps]);
  const [wantedPath, setWantedPath] = useQueryState("step", parseAsString);
  const [tab, setTab] = useState("output");
  const selected = preselectStep(steps, wantedPath);
  const select = (nodePath: string) => void setWantedPath(nodePath);

  useHotkeys("j,k", (_event, { keys }) => {
    const index = steps.findIndex((step) => step.nodePath === selected?.nodePath);
    const target = steps[keys?.[0] === "j" ? index + 1 : index - 1];
    if (target !== undefined) select(target.nodePath);
  });

  return (
    <div className="flex min-h-full flex-col lg:h-full">
      <RunHeader run={run} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start lg:content-stretch lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,34rem)]">
        <div className="flex min-h-0 flex-col max-lg:border-b lg:border-r">
          <div className="h-64 shrink-0 border-b lg:h-auto lg:min-h-0 lg:flex-1">
            <RunGraph
              definition={definition}
              steps={steps}
              selectedPath={selected?.nodePath ?? null}
              onSelect={select}
            />
          </div>
          <div className="shrink-0 lg:max-h-[45%] lg:overflow-y-auto">
            <StepsList steps={steps} selectedPath={selected?.nodePath ?? null} onSelect={select} />
          </div>
        </div>
        {selected === null ? null : (
          <StepPanel
            // Keyed, so that a large value loaded for one step is not kept for the next.
            key={selected.nodePath}
            runId={run.id}
            step={selected}
            definition={definition}
            tab={tab}
            onTabChange={setTab}
          />
        )}
      </div>
    </div>
  );
}
