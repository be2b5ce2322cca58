"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { describeError } from "@/components/api/api-error";
import { useTRPC } from "@/components/api/trpc";
import { AttemptsList } from "@/components/runs/attempts-list";
import { FailureCard } from "@/components/runs/failure-card";
import type { RunStep } from "@/components/runs/run-item";
import { stepStatusLooks } from "@/components/runs/step-status-look";
import { UsagePane } from "@/components/runs/usage-pane";
import { ValuePane } from "@/components/runs/value-pane";
import { cn } from "@/components/ui/class-names";
import { ErrorState } from "@/components/ui/error-state";
import { formatDuration } from "@/components/ui/format-duration";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

// Most readers look at one tab, so the tab with the most code comes when it is opened.
const LogPane = dynamic(() => import("@/components/runs/log-pane").then((module) => module.LogPane), {
  loading: RecordSkeleton,
});

const timeOfDay = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

type StepPanelProps = {
  readonly runId: string;
  readonly step: RunStep;
  readonly definition: WorkflowDefinition;
  readonly tab: string;
  readonly onTabChange: (tab: string) => void;
};

/** Everything the record holds of one step. */
export function StepPanel({ runId, step, definition, tab, onTabChange }: StepPanelProps) {
  const failure = step.attempts.at(-1)?.failure ?? null;
  const { label, tone, icon: Icon, isMoving } = stepStatusLooks[step.status];

  return (
    <section aria-label={`Step ${step.name}`} className="flex min-h-0 flex-col">
      <header className="flex flex-col gap-3 px-4 pt-4 pb-2">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 text-base font-semibold wrap-anywhere">{step.name}</h2>
          <p className={cn("flex h-5 shrink-0 items-center gap-1.5 text-sm font-medium", tone)}>
            <Icon aria-hidden className={cn("size-4", isMoving && "animate-spin")} />
            {label}
            {step.resumeAt === null ? null : <span>at {timeOfDay.format(new Date(step.resumeAt))}</span>}
            {step.durationMs === null || step.attempts.length === 0 ? null : (
              <span className="font-normal text-muted-foreground tabular-nums">{formatDuration(step.durationMs)}</span>
            )}
          </p>
        </div>
        {failure === null ? null : <FailureCard failure={failure} definition={definition} />}
      </header>
      <Tabs value={tab} onValueChange={onTabChange} className="flex min-h-0 flex-1 flex-col">
        <TabsList aria-label="Step details">
          <TabsTrigger value="output">Output</TabsTrigger>
          <TabsTrigger value="input">Input</TabsTrigger>
          <TabsTrigger value="logs">Logs</TabsTrigger>
          <TabsTrigger value="attempts">Attempts</TabsTrigger>
          <TabsTrigger value="usage">Usage</TabsTrigger>
        </TabsList>
        <div className="min-h-0 flex-1 lg:overflow-y-auto">
          <StepRecordTabs runId={runId} step={step} />
          <TabsContent value="attempts">
            <AttemptsList attempts={step.attempts} />
          </TabsContent>
          <TabsContent value="usage">
            <UsagePane attempts={step.attempts} />
          </TabsContent>
        </div>
      </Tabs>
    </section>
  );
}

/** The tabs whose content is read on its own, because it may be large. */
function StepRecordTabs({ runId, step }: { readonly runId: string; readonly step: RunStep }) {
  const trpc = useTRPC();
  const { nodePath } = step;
  const record = useQuery(trpc.runs.getStep.queryOptions({ runId, nodePath }));

  return (
    <>
      {(["output", "input", "logs"] as const).map((tab) => (
        <TabsContent key={tab} value={tab}>
          {record.isPending ? <RecordSkeleton /> : null}
          {record.isError && record.data === undefined ? (
            <ErrorState
              title="The record of this step did not load"
              message={describeError(record.error)}
              onRetry={() => void record.refetch()}
              isRetrying={record.isFetching}
              className="py-10"
            />
          ) : null}
          {record.data === undefined ? null : tab === "logs" ? (
            <LogPane logs={record.data.logs} isTruncated={record.data.logsTruncated} />
          ) : (
            <ValuePane
              view={record.data[tab]}
              address={{ runId, nodePath, side: tab }}
              whyNone={whyNoValue[tab][step.status]}
            />
          )}
        </TabsContent>
      ))}
    </>
  );
}

const whyNoValue = {
  output: {
    idle: "The run has not reached this step.",
    running: "No output yet.",
    "backing-off": "No output yet: the next attempt is due.",
    succeeded: "This step gave no output.",
    failed: "The step failed, so it gave no output.",
    skipped: "Skipped: the run took another way.",
  },
  input: {
    idle: "The run has not reached this step.",
    running: "This step takes no input.",
    "backing-off": "This step takes no input.",
    succeeded: "This step takes no input.",
    failed: "This step takes no input.",
    skipped: "Skipped: the run took another way.",
  },
} as const satisfies Record<"input" | "output", Record<RunStep["status"], string>>;

function RecordSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2 px-4 py-3">
      {[50, 70, 40, 60, 45].map((width) => (
        <Skeleton key={width} className="h-3.5" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
