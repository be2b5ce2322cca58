"use client";

import "@xyflow/react/dist/style.css";
import "@/components/canvas/canvas.css";
import { Background, BackgroundVariant, Controls, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useTheme } from "next-themes";
import { useCallback, useMemo, useRef } from "react";
import { GRID } from "@/components/canvas/geometry";
import { isSameJson } from "@/components/canvas/is-same-json";
import { type GraphStep, type RunLink, type RunNode, toRunLinks, toRunNodes } from "@/components/canvas/run-elements";
import { RunLinkEdge, RunStepNode } from "@/components/canvas/run-step-node";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const nodeTypes = { run: RunStepNode };
const edgeTypes = { run: RunLinkEdge };
const fitViewOptions = { padding: 0.15, maxZoom: 1 };

type RunGraphProps = {
  readonly definition: WorkflowDefinition;
  readonly steps: readonly GraphStep[];
  readonly selectedPath: string | null;
  readonly onSelect: (nodePath: string) => void;
};

/** The workflow as one run went through it. Read only; an update of the run redraws what it changed and moves nothing. */
export function RunGraph(props: RunGraphProps) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}

function Graph({ definition, steps, selectedPath, onSelect }: RunGraphProps) {
  const { resolvedTheme } = useTheme();
  const keepNodes = useKept<RunNode>();
  const keepLinks = useKept<RunLink>();
  const nodes = useMemo(
    () => keepNodes(toRunNodes(definition, steps, selectedPath)),
    [keepNodes, definition, steps, selectedPath],
  );
  const edges = useMemo(() => keepLinks(toRunLinks(definition, steps)), [keepLinks, definition, steps]);

  return (
    <section aria-label="Graph of the run" className="size-full min-h-64">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_event, { data }) => {
          if (data.nodePath !== null) onSelect(data.nodePath);
        }}
        colorMode={resolvedTheme === "dark" ? "dark" : "light"}
        fitView
        fitViewOptions={fitViewOptions}
        minZoom={0.1}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        zoomOnScroll={false}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.25} />
        <Controls showInteractive={false} fitViewOptions={fitViewOptions} />
      </ReactFlow>
    </section>
  );
}

/** Keeps the identity of elements that say the same as before, so that only what changed is drawn again. */
function useKept<Item extends { readonly id: string }>(): (items: readonly Item[]) => Item[] {
  const kept = useRef<ReadonlyMap<string, Item>>(new Map());
  return useCallback((items) => {
    const next = items.map((item) => {
      const before = kept.current.get(item.id);
      return before !== undefined && isSameJson(before, item) ? before : item;
    });
    kept.current = new Map(next.map((item) => [item.id, item]));
    return next;
  }, []);
}
