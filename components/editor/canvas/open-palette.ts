import type { Point } from "@/components/canvas/geometry";
import { placementAfterSelected } from "@/components/editor/canvas/canvas-actions";
import type { Editor } from "@/components/editor/store/create-editor";

type View = { readonly container: HTMLElement | null; readonly toFlow: (point: Point) => Point };

/** Opens the palette for the chosen node, or for the middle of the canvas when none is chosen. */
export function openPalette(editor: Editor, { container, toFlow }: View): void {
  const area = container?.getBoundingClientRect();
  if (area === undefined) return;
  const middle = { x: area.left + area.width / 2, y: area.top + area.height / 2 };
  const placement = placementAfterSelected(editor);
  if (placement?.at !== "port") {
    const anchor = { x: middle.x - 160, y: area.top + 64 };
    editor.show({ palette: { anchor, placement: { at: "point", center: toFlow(middle) } } });
    return;
  }
  const node = container?.querySelector(`.react-flow__node[data-id="${CSS.escape(placement.nodeId)}"]`);
  const { right, top } = node?.getBoundingClientRect() ?? { right: middle.x, top: middle.y };
  editor.show({ palette: { anchor: { x: right, y: top }, placement } });
}
