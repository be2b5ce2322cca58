import { type DraftGraph, successors } from "@/workflows/definition/draft-graph";

type Visit = { readonly id: string; readonly next: Iterator<string>; readonly index: number; low: number };

/**
 * The strongly connected components of a draft, each after all those it leads to. By Tarjan's
 * algorithm ("Depth-first search and linear graph algorithms", 1972), with its stack on the heap so
 * that no length of chain overflows.
 */
export function findComponents(nodes: DraftGraph["nodes"]): readonly ReadonlySet<string>[] {
  const found: Set<string>[] = [];
  const indexes = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const visits: Visit[] = [];

  const enter = (id: string) => {
    const index = indexes.size;
    indexes.set(id, index);
    stack.push(id);
    open.add(id);
    visits.push({ id, next: successors(nodes.get(id))[Symbol.iterator](), index, low: index });
  };
  const leave = (visit: Visit) => {
    visits.pop();
    const caller = visits.at(-1);
    if (caller !== undefined) caller.low = Math.min(caller.low, visit.low);
    if (visit.low !== visit.index) return;
    const component = new Set(stack.splice(stack.lastIndexOf(visit.id)));
    for (const id of component) open.delete(id);
    found.push(component);
  };

  for (const root of nodes.keys()) {
    if (!indexes.has(root)) enter(root);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { done, value } = visit.next.next();
      if (done === true) leave(visit);
      else if (!indexes.has(value)) enter(value);
      else if (open.has(value)) visit.low = Math.min(visit.low, indexes.get(value) ?? visit.low);
    }
  }
  return found;
}

/** Whether the nodes of a component lead back to themselves: several always do, one only by an edge of its own. */
export function isKnot(nodes: DraftGraph["nodes"], component: ReadonlySet<string>): boolean {
  const [first = ""] = component;
  return component.size > 1 || successors(nodes.get(first)).includes(first);
}
