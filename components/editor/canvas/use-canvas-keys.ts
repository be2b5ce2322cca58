import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import {
  type Direction,
  duplicateSelected,
  nudgeSelected,
  removeSelected,
  selectAll,
  tidy,
} from "@/components/editor/canvas/canvas-actions";
import { focusedEdgeId, focusedNodeId, focusNode } from "@/components/editor/canvas/focus-node";
import { openPalette } from "@/components/editor/canvas/open-palette";
import { isPressable, isTyping, keyName } from "@/components/editor/keys";
import { focusPanel } from "@/components/editor/panel/focus-panel";
import type { Editor } from "@/components/editor/store/create-editor";
import { useEditor } from "@/components/editor/store/editor-context";
import { isEmpty, nothing, soleNode } from "@/components/editor/store/selection";

type KeyAction = (event: KeyboardEvent) => void;

/** The keys of the canvas. They rest while a text, a list or a dialog has the focus. */
export function useCanvasKeys(container: RefObject<HTMLElement | null>): void {
  const editor = useEditor();
  const { fitView, screenToFlowPosition } = useReactFlow();

  useEffect(() => {
    const view = () => ({ container: container.current, toFlow: screenToFlowPosition });
    const actions: Readonly<Record<string, KeyAction>> = {
      ...selectionKeys(editor),
      n: () => openPalette(editor, view()),
      "1": () => void fitView({ padding: 0.2, maxZoom: 1, duration: 180 }),
      "alt+shift+t": () => tidy(editor),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if ((event.key === "Enter" || event.key === " ") && isPressable(event.target)) return;
      const action = actions[keyName(event)];
      if (action === undefined) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [editor, container, fitView, screenToFlowPosition]);
}

function selectionKeys(editor: Editor): Readonly<Record<string, KeyAction>> {
  const target = () => focusedNodeId() ?? soleNode(editor.store.getState().selection);
  const nudge = (event: KeyboardEvent) => nudgeSelected(editor, event.key as Direction);
  const remove = () => {
    const edgeId = focusedEdgeId();
    const { selection } = editor.store.getState();
    if (isEmpty(selection) && edgeId !== null) editor.show({ selection: { ...nothing, edgeIds: new Set([edgeId]) } });
    removeSelected(editor);
  };
  const open = () => {
    const nodeId = target();
    if (nodeId === null) return;
    editor.show({ openNodeId: nodeId });
    focusPanel();
  };
  const leave = () => {
    const { openNodeId } = editor.store.getState();
    editor.show({ selection: nothing, openNodeId: null });
    if (openNodeId !== null) focusNode(openNodeId);
  };

  return {
    Delete: remove,
    Backspace: remove,
    Enter: open,
    Escape: leave,
    F2: () => editor.show({ renamingNodeId: target() }),
    "mod+d": () => duplicateSelected(editor),
    "mod+a": () => selectAll(editor),
    "mod+z": editor.undo,
    "mod+shift+z": editor.redo,
    "mod+y": editor.redo,
    ArrowLeft: nudge,
    ArrowRight: nudge,
    ArrowUp: nudge,
    ArrowDown: nudge,
  };
}
