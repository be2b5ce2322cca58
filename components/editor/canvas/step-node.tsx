"use client";

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import {
  INPUT_HANDLE,
  portName,
  type StepData,
  type StepNode as StepNodeType,
} from "@/components/canvas/flow-elements";
import { portOffsetY } from "@/components/canvas/geometry";
import { NodeCard } from "@/components/canvas/node-card";
import { lookOf } from "@/components/canvas/node-looks";
import { AddButton } from "@/components/editor/canvas/add-button";
import { NodeNameInput } from "@/components/editor/canvas/node-name-input";
import { isUnfinished } from "@/components/editor/problems/is-unfinished";
import { useNodeProblems } from "@/components/editor/problems/problems-context";
import { useEditorState } from "@/components/editor/store/editor-context";
import { cn } from "@/components/ui/class-names";
import type { Problem } from "@/workflows/definition/problem";

/** A node of the workflow, with its handles and a `+` at each way out that leads nowhere yet. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepNodeType>) {
  const isRenaming = useEditorState((state) => state.renamingNodeId === id);
  const isOpen = useEditorState((state) => state.openNodeId === id);

  return (
    <>
      <NodeCard
        kind={data.kind}
        name={isRenaming ? <NodeNameInput nodeId={id} name={data.name} /> : data.name}
        summary={data.summary}
        isSelected={selected}
        isOpen={isOpen}
      >
        <ProblemBadge problems={useNodeProblems(id)} />
      </NodeCard>
      {data.hasInput ? <Handle type="target" id={INPUT_HANDLE} position={Position.Left} /> : null}
      {data.ports.map((port, index) => (
        <Port key={port} nodeId={id} data={data} port={port} index={index} />
      ))}
    </>
  );
});

type PortProps = { readonly nodeId: string; readonly data: StepData; readonly port: string; readonly index: number };

function Port({ nodeId, data, port, index }: PortProps) {
  const top = portOffsetY(index, data.ports.length);
  const isUpper = index < data.ports.length / 2;
  const label = lookOf(data.kind).portLabels?.[port];
  const isOpen = data.openPorts.includes(port);
  const name = portName({ kind: data.kind, name: data.name, config: {} }, port);

  return (
    <>
      <Handle
        type="source"
        id={port}
        position={Position.Right}
        style={{ top }}
        role="img"
        aria-label={`Way out of ${name}`}
      />
      <div className="pointer-events-none absolute left-full flex -translate-y-1/2 items-center pl-2.5" style={{ top }}>
        {label === undefined ? null : (
          <span
            className={cn(
              "rounded-full bg-background px-1.5 text-xs leading-4 font-medium text-muted-foreground",
              // Beside the edge, where there is one.
              !isOpen && (isUpper ? "-translate-y-3.5" : "translate-y-3.5"),
            )}
          >
            {label}
          </span>
        )}
        {isOpen ? (
          <>
            <span aria-hidden className={cn("h-px bg-border-strong", label === undefined ? "w-6" : "w-3")} />
            <AddButton
              label={`Add step after ${name}`}
              placement={{ at: "port", nodeId, port }}
              className="pointer-events-auto size-6"
            >
              <Plus aria-hidden className="size-3.5" />
            </AddButton>
          </>
        ) : null}
      </div>
    </>
  );
}

function ProblemBadge({ problems }: { readonly problems: readonly Problem[] }) {
  const [first] = problems;
  if (first === undefined) return null;
  return (
    <span
      aria-hidden
      title={problems.map(({ message }) => message).join("\n")}
      className={cn(
        "absolute -top-2.5 -right-2.5 flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-xs font-semibold ring-2 ring-background",
        problems.every(isUnfinished) ? "bg-warning-muted text-warning" : "bg-danger text-danger-foreground",
      )}
    >
      {problems.length}
    </span>
  );
}
