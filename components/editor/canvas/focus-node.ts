/** Moves the focus to a node on the canvas, once it is drawn. */
export function focusNode(nodeId: string): void {
  requestAnimationFrame(() => {
    const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);
    node?.focus({ preventScroll: true });
  });
}

/** The id of the node that has the focus, or holds what has it. */
export function focusedNodeId(): string | null {
  const node = document.activeElement?.closest<HTMLElement>(".react-flow__node");
  return node?.dataset.id ?? null;
}

export function focusedEdgeId(): string | null {
  const edge = document.activeElement?.closest<SVGElement>(".react-flow__edge");
  return edge?.dataset.id ?? null;
}
