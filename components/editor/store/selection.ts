/** What is chosen on the canvas. */
export type Selection = { readonly nodeIds: ReadonlySet<string>; readonly edgeIds: ReadonlySet<string> };

export const nothing: Selection = { nodeIds: new Set(), edgeIds: new Set() };

export function onlyNodes(nodeIds: Iterable<string>): Selection {
  return { nodeIds: new Set(nodeIds), edgeIds: nothing.edgeIds };
}

export function isEmpty({ nodeIds, edgeIds }: Selection): boolean {
  return nodeIds.size === 0 && edgeIds.size === 0;
}

/** The only node that is chosen, or null when there are several or none. */
export function soleNode({ nodeIds }: Selection): string | null {
  const [first = null] = nodeIds;
  return nodeIds.size === 1 ? first : null;
}

/** The same selection with some items added or taken away; the same object when nothing changes. */
export function withChanges(
  selection: Selection,
  part: keyof Selection,
  changes: Iterable<{ readonly id: string; readonly selected: boolean }>,
): Selection {
  const ids = new Set(selection[part]);
  for (const { id, selected } of changes) {
    if (selected) ids.add(id);
    else ids.delete(id);
  }
  const isSame = ids.size === selection[part].size && [...ids].every((id) => selection[part].has(id));
  return isSame ? selection : { ...selection, [part]: ids };
}
