import { GRID, snap } from "@/components/canvas/geometry";
import { portsOf } from "@/components/canvas/ports";
import type { Placement } from "@/components/editor/edits/add-node";
import { moveNodes } from "@/components/editor/edits/change-node";
import { duplicateNodes } from "@/components/editor/edits/duplicate-nodes";
import { newId } from "@/components/editor/edits/new-id";
import { removeElements } from "@/components/editor/edits/remove-elements";
import { tidyLayout } from "@/components/editor/edits/tidy-layout";
import type { Editor } from "@/components/editor/store/create-editor";
import { nothing, onlyNodes, soleNode } from "@/components/editor/store/selection";

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const steps = {
  ArrowLeft: { x: -GRID, y: 0 },
  ArrowRight: { x: GRID, y: 0 },
  ArrowUp: { x: 0, y: -GRID },
  ArrowDown: { x: 0, y: GRID },
} as const satisfies Record<Direction, { x: number; y: number }>;

export function removeSelected(editor: Editor): void {
  const { selection, openNodeId } = editor.store.getState();
  const isOpenRemoved = openNodeId !== null && selection.nodeIds.has(openNodeId);
  editor.edit((definition) => removeElements(definition, selection, newId), {
    view: { selection: nothing, ...(isOpenRemoved ? { openNodeId: null } : {}) },
  });
}

export function duplicateSelected(editor: Editor): void {
  const { selection, definition } = editor.store.getState();
  if (selection.nodeIds.size === 0) return;
  const duplicated = duplicateNodes(definition, selection.nodeIds, newId);
  editor.edit(() => duplicated.definition, { view: { selection: onlyNodes(duplicated.nodeIds) } });
}

export function selectAll(editor: Editor): void {
  editor.show({ selection: onlyNodes(editor.store.getState().definition.nodes.map(({ id }) => id)) });
}

/** Moves what is selected by one step of the grid. Steps in a row are undone together. */
export function nudgeSelected(editor: Editor, direction: Direction): void {
  const { selection } = editor.store.getState();
  const { x, y } = steps[direction];
  editor.edit(
    (definition) => {
      const chosen = definition.nodes.filter(({ id }) => selection.nodeIds.has(id));
      const places = chosen.map(({ id, position }) => [id, snap({ x: position.x + x, y: position.y + y })] as const);
      return moveNodes(definition, new Map(places));
    },
    { burst: "nudge" },
  );
}

export function tidy(editor: Editor): void {
  editor.edit(tidyLayout);
}

/** Where the next step goes when it is asked for by key: behind the chosen node, on its first way out that is free. */
export function placementAfterSelected(editor: Editor): Placement | null {
  const { selection, definition } = editor.store.getState();
  const nodeId = soleNode(selection);
  const node = definition.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) return null;
  const ports = portsOf(node);
  const taken = new Set(
    definition.edges.filter(({ source }) => source === node.id).map(({ sourcePort }) => sourcePort),
  );
  const port = ports.find((candidate) => !taken.has(candidate)) ?? ports[0];
  return port === undefined ? null : { at: "port", nodeId: node.id, port };
}
