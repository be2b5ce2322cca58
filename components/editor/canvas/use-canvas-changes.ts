import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import type { LinkEdge, StepNode } from "@/components/canvas/flow-elements";
import type { Point } from "@/components/canvas/geometry";
import { moveNodes } from "@/components/editor/edits/change-node";
import { useEditor } from "@/components/editor/store/editor-context";
import { withChanges } from "@/components/editor/store/selection";

const nobody: ReadonlyMap<string, Point> = new Map();

/** Selections and drags. A drag is one edit, made when it ends; until then only the drawing moves. */
export function useCanvasChanges() {
  const editor = useEditor();
  const [dragged, setDragged] = useState(nobody);

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const selects = changes.filter((change) => change.type === "select");
      if (selects.length > 0) {
        const { selection } = editor.store.getState();
        editor.show({ selection: withChanges(selection, "nodeIds", selects) });
      }
      const moves = changes.flatMap((change) =>
        change.type === "position" && change.dragging === true && change.position !== undefined
          ? [[change.id, change.position] as const]
          : [],
      );
      if (moves.length > 0) setDragged((before) => new Map([...before, ...moves]));
    },
    [editor],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<LinkEdge>[]) => {
      const selects = changes.filter((change) => change.type === "select");
      if (selects.length === 0) return;
      const { selection } = editor.store.getState();
      editor.show({ selection: withChanges(selection, "edgeIds", selects) });
    },
    [editor],
  );

  const drop = useCallback(
    (nodes: readonly StepNode[]) => {
      editor.edit((definition) => moveNodes(definition, new Map(nodes.map(({ id, position }) => [id, position]))));
      setDragged(nobody);
    },
    [editor],
  );

  const changeHandlers = useMemo(
    () => ({
      onNodesChange,
      onEdgesChange,
      onNodeDragStop: (_event: unknown, _node: StepNode, nodes: StepNode[]) => drop(nodes),
      onSelectionDragStop: (_event: unknown, nodes: StepNode[]) => drop(nodes),
    }),
    [onNodesChange, onEdgesChange, drop],
  );
  return { dragged, changeHandlers };
}
