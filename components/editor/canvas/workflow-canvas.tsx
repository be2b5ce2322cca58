"use client";

import "@xyflow/react/dist/style.css";
import "@/components/canvas/canvas.css";
import { Background, BackgroundVariant, MiniMap, ReactFlow, SelectionMode, useReactFlow } from "@xyflow/react";
import { useTheme } from "next-themes";
import { useEffect, useMemo, useRef } from "react";
import { GRID } from "@/components/canvas/geometry";
import { CanvasToolbar } from "@/components/editor/canvas/canvas-toolbar";
import { focusNode } from "@/components/editor/canvas/focus-node";
import { LinkEdge } from "@/components/editor/canvas/link-edge";
import { Palette } from "@/components/editor/canvas/palette";
import { StepNode } from "@/components/editor/canvas/step-node";
import { TriggerChooser } from "@/components/editor/canvas/trigger-chooser";
import { useCanvasChanges } from "@/components/editor/canvas/use-canvas-changes";
import { useCanvasConnections } from "@/components/editor/canvas/use-canvas-connections";
import { useCanvasKeys } from "@/components/editor/canvas/use-canvas-keys";
import { useFlowElements } from "@/components/editor/canvas/use-flow-elements";
import { useRevealNode } from "@/components/editor/canvas/use-reveal-node";
import { useProblems } from "@/components/editor/problems/problems-context";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { nothing, onlyNodes } from "@/components/editor/store/selection";

const nodeTypes = { step: StepNode };
const edgeTypes = { link: LinkEdge };
const snapGrid: [number, number] = [GRID, GRID];
const fitViewOptions = { padding: 0.2, maxZoom: 1 };
/** From here on a map is worth its place. */
const MINIMAP_FROM = 21;
const additiveKeys = ["Shift", "Meta", "Control"];
const zoomKeys = ["Meta", "Control"];

/** Where the workflow is drawn and changed. What it shows is derived from the editor's definition. */
export function WorkflowCanvas() {
  const editor = useEditor();
  const { resolvedTheme } = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const { fitView } = useReactFlow();
  const definition = useEditorState((state) => state.definition);
  const selection = useEditorState((state) => state.selection);
  const byNode = useProblems((state) => state.byNode);
  const problemCounts = useMemo(
    () => new Map([...byNode].map(([nodeId, problems]) => [nodeId, problems.length])),
    [byNode],
  );
  const { dragged, changeHandlers } = useCanvasChanges();
  const { nodes, edges } = useFlowElements({ definition, selection, dragged, problemCounts });
  const connectionHandlers = useCanvasConnections();
  const reveal = useRevealNode(container);
  useCanvasKeys(container);
  const openNodeId = useEditorState((state) => state.openNodeId);
  useEffect(() => {
    if (openNodeId !== null) reveal(openNodeId);
  }, [openNodeId, reveal]);

  const isEmpty = definition.nodes.length === 0;
  // A finger pans; a mouse draws a marquee, and pans by wheel or middle button.
  const isTouch = useMemo(() => typeof window !== "undefined" && matchMedia("(pointer: coarse)").matches, []);

  function showAdded(nodeId: string) {
    focusNode(nodeId);
    if (isEmpty) requestAnimationFrame(() => void fitView(fitViewOptions));
    else reveal(nodeId);
  }

  return (
    <section ref={container} aria-label="Canvas" className="relative min-h-0 flex-1">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...changeHandlers}
        {...connectionHandlers}
        onNodeClick={(event, node) => {
          if (event.shiftKey || event.ctrlKey || event.metaKey) return;
          editor.show({ openNodeId: node.id });
        }}
        onNodeDoubleClick={(_event, node) => editor.show({ openNodeId: node.id })}
        onPaneClick={() => editor.show({ selection: nothing, openNodeId: null })}
        onFocusCapture={(event) => {
          const node = event.target.closest<HTMLElement>(".react-flow__node");
          // Reached by Tab: the keys that follow are meant for it.
          if (node !== event.target || !node.matches(":focus-visible")) return;
          if (node.dataset.id !== undefined && !selection.nodeIds.has(node.dataset.id)) {
            editor.show({ selection: onlyNodes([node.dataset.id]) });
          }
        }}
        colorMode={resolvedTheme === "dark" ? "dark" : "light"}
        fitView={!isEmpty}
        fitViewOptions={fitViewOptions}
        minZoom={0.1}
        maxZoom={2}
        snapToGrid
        snapGrid={snapGrid}
        selectionOnDrag={!isTouch}
        selectionMode={SelectionMode.Partial}
        panOnDrag={isTouch ? true : [1, 2]}
        panOnScroll
        zoomActivationKeyCode={zoomKeys}
        multiSelectionKeyCode={additiveKeys}
        selectionKeyCode={null}
        deleteKeyCode={null}
        disableKeyboardA11y
        nodeDragThreshold={3}
        zoomOnDoubleClick={false}
        connectionRadius={28}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.25} />
        {nodes.length < MINIMAP_FROM ? null : <MiniMap pannable zoomable ariaLabel="Map of the workflow" />}
      </ReactFlow>
      {isEmpty ? <TriggerChooser onAdded={showAdded} /> : <CanvasToolbar container={container} />}
      <Palette onAdded={showAdded} />
    </section>
  );
}
