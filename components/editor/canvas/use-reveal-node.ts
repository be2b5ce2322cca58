import { useReactFlow } from "@xyflow/react";
import { type RefObject, useCallback } from "react";
import { NODE_HEIGHT, NODE_WIDTH } from "@/components/canvas/geometry";
import { useEditor } from "@/components/editor/store/editor-context";

/** On the right there is room for the next step's `+` too. */
const margins = { left: 40, right: 100, top: 40, bottom: 80 };

/** Brings a node into view by the shortest way, and moves nothing when it is in view already. */
export function useRevealNode(container: RefObject<HTMLElement | null>): (nodeId: string) => void {
  const editor = useEditor();
  const { flowToScreenPosition, getViewport, setViewport } = useReactFlow();

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
        const shiftX = shiftInto([from.x, to.x], [area.left + margins.left, area.right - margins.right]);
        const shiftY = shiftInto([from.y, to.y], [area.top + margins.top, area.bottom - margins.bottom]);
        if (shiftX === 0 && shiftY === 0) return;
        const viewport = getViewport();
        const moved = { ...viewport, x: viewport.x + shiftX, y: viewport.y + shiftY };
        void setViewport(moved, { duration: 180 });
      });
    },
    [editor, container, flowToScreenPosition, getViewport, setViewport],
  );
}

type Range = readonly [from: number, to: number];

/** How far a range has to move to lie in another; its beginning counts where it is too long. */
function shiftInto([from, to]: Range, [least, most]: Range): number {
  if (from < least || to - from > most - least) return least - from;
  return to > most ? most - to : 0;
}
