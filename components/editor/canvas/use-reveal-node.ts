import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback } from "react";
import { NODE_HEIGHT, NODE_WIDTH } from "@/components/canvas/geometry";
import { useEditor } from "@/components/editor/store/editor-context";

const MARGIN = 40;

/** Brings a node into view, and moves nothing when it is in view already. */
export function useRevealNode(container: RefObject<HTMLElement | null>): (nodeId: string) => void {
  const editor = useEditor();
  const { flowToScreenPosition, getZoom, setCenter } = useReactFlow();

  return useCallback(
    (nodeId) => {
      // The panel may just be taking a part of the canvas, so its size is read once that is done.
      requestAnimationFrame(() => {
        const node = editor.store.getState().definition.nodes.find(({ id }) => id === nodeId);
        const area = container.current?.getBoundingClientRect();
        if (node === undefined || area === undefined) return;
        const { x, y } = node.position;
        const from = flowToScreenPosition({ x, y });
        const to = flowToScreenPosition({ x: x + NODE_WIDTH, y: y + NODE_HEIGHT });
        const isInView =
          from.x >= area.left + MARGIN &&
          to.x <= area.right - MARGIN &&
          from.y >= area.top + MARGIN &&
          to.y <= area.bottom - MARGIN;
        if (isInView) return;
        void setCenter(x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2, { zoom: getZoom(), duration: 180 });
      });
    },
    [editor, container, flowToScreenPosition, getZoom, setCenter],
  );
}
