"use client";

import { BaseEdge, type EdgeProps, getBezierPath, Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { INPUT_HANDLE } from "@/components/canvas/flow-elements";
import { portOffsetY } from "@/components/canvas/geometry";
import { NodeCard } from "@/components/canvas/node-card";
import { lookOf } from "@/components/canvas/node-looks";
import type { RunLink, RunNode, RunNodeData } from "@/components/canvas/run-elements";
import { stepStatusLooks } from "@/components/runs/step-status-look";
import { cn } from "@/components/ui/class-names";
import { formatDuration } from "@/components/ui/format-duration";

const borders = {
  idle: "bg-background shadow-none",
  running: "border-info ring-3 ring-info/20",
  "backing-off": "border-warning",
  succeeded: "border-success",
  failed: "border-danger",
  skipped: "border-dashed bg-background shadow-none",
} as const satisfies Record<RunNodeData["status"], string>;

/** A node with how it went. Pressing it chooses the step. */
export const RunStepNode = memo(function RunStepNode({ data }: NodeProps<RunNode>) {
  const { kind, name, status, nodePath } = data;

  return (
    <>
      <button
        type="button"
        disabled={nodePath === null}
        aria-pressed={data.isSelected}
        className="block size-full rounded-xl"
      >
        <NodeCard
          kind={kind}
          name={name}
          summary={<StatusLine data={data} />}
          isSelected={data.isSelected}
          className={data.isSelected ? "" : borders[status]}
        />
      </button>
      {data.hasInput ? <Handle type="target" id={INPUT_HANDLE} position={Position.Left} /> : null}
      {data.ports.map((port, index) => {
        const top = portOffsetY(index, data.ports.length);
        const label = lookOf(kind).portLabels?.[port];
        const isUpper = index < data.ports.length / 2;
        return (
          <div key={port}>
            <Handle type="source" id={port} position={Position.Right} style={{ top }} />
            {label === undefined ? null : (
              <span
                style={{ top }}
                className={cn(
                  "pointer-events-none absolute left-full ml-2.5 rounded-full bg-background px-1.5 text-xs leading-4 font-medium text-muted-foreground",
                  isUpper ? "-translate-y-5.5" : "translate-y-1.5",
                )}
              >
                {label}
              </span>
            )}
          </div>
        );
      })}
    </>
  );
});

function StatusLine({ data }: { readonly data: RunNodeData }) {
  const { label, tone, icon: Icon, isMoving } = stepStatusLooks[data.status];
  // A trigger runs nothing, so it took no time.
  const isTimed = data.durationMs !== null && data.attemptCount > 0;
  return (
    <span className={cn("inline-flex items-center gap-1 font-medium tabular-nums", tone)}>
      <Icon aria-hidden className={cn("size-3.5", isMoving && "animate-spin")} />
      <span className={cn(isTimed && "sr-only")}>{label}</span>
      {isTimed ? formatDuration(data.durationMs ?? 0) : null}
      {data.attemptCount > 1 ? (
        <span className="font-normal text-muted-foreground">· {data.attemptCount} attempts</span>
      ) : null}
    </span>
  );
}

/** A connection, lit when the run went along it. */
export const RunLinkEdge = memo(function RunLinkEdge({ id, data, markerEnd, ...ends }: EdgeProps<RunLink>) {
  const [path] = getBezierPath(ends);
  const isTaken = data?.isTaken === true;
  return (
    <BaseEdge
      id={id}
      path={path}
      style={isTaken ? { stroke: "var(--success)", strokeWidth: 2.25 } : { opacity: 0.55 }}
      {...(markerEnd === undefined || isTaken ? {} : { markerEnd })}
    />
  );
});
