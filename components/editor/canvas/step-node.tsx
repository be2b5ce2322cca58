"use client";

import { Handle, type NodeProps, Position } from "@xyflow/react";
import { CircleAlert, Plus } from "lucide-react";
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
        <Port key={port} nodeId={id} data={data} port={port} top={portOffsetY(index, data.ports.length)} />
      ))}
    </>
  );
});

type PortProps = { readonly nodeId: string; readonly data: StepData; readonly port: string; readonly top: number };

function Port({ nodeId, data, port, top }: PortProps) {
  const label = lookOf(data.kind).portLabels?.[port];
  const isOpen = data.openPorts.includes(port);
  const name = portName({ kind: data.kind, name: data.name, config: {} }, port);

  return (
    <>
      <Handle type="source" id={port} position={Position.Right} style={{ top }} aria-label={`Way out of ${name}`} />
      <div className="pointer-events-none absolute left-full flex -translate-y-1/2 items-center pl-2.5" style={{ top }}>
        {label === undefined ? null : (
          <span
            className={cn(
              "rounded-full bg-background px-1.5 text-xs leading-4 font-medium text-muted-foreground",
              // Above the edge, where there is one.
              !isOpen && "-translate-y-3",
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
      title={problems.map(({ message }) => message).join("\n")}
      className={cn(
        "absolute -top-2 -right-2 flex h-5 items-center gap-1 rounded-full border-2 border-background px-1 text-xs font-semibold",
        problems.every(isUnfinished) ? "bg-warning-muted text-warning" : "bg-danger text-danger-foreground",
      )}
    >
      <CircleAlert aria-hidden className="size-3.5" />
      {problems.length === 1 ? null : problems.length}
    </span>
  );
}
