import { type DraftGraph, type DraftNode, nameOf } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";

/** A longer path is told by its beginning: nobody reads a thousand names. */
const MOST_NAMES = 12;

/** One problem for every knot of nodes that lead back to themselves, with a shortest way round by names. */
export function checkCycles({ nodes }: DraftGraph): readonly Problem[] {
  const firsts = new Map<string, ReadonlySet<string>>();
  for (const knot of knots(nodes)) {
    const first = [...nodes.keys()].find((id) => knot.has(id));
    if (first !== undefined) firsts.set(first, knot);
  }
  return [...nodes.keys()].flatMap((id) => {
    const knot = firsts.get(id);
    return knot === undefined ? [] : [toProblem(shortestWayRound(nodes, knot, id), nodes)];
  });
}

function toProblem(path: readonly string[], nodes: DraftGraph["nodes"]): Problem {
  const [first = ""] = path;
  const names = [...path, first].map((id) => {
    const found = nodes.get(id);
    return found === undefined ? id : nameOf(found.node);
  });
  const shown = names.length <= MOST_NAMES ? names : [...names.slice(0, MOST_NAMES - 1), "…", ...names.slice(-1)];
  const message = `These nodes lead in a circle: ${shown.join(" → ")}. Delete one of the connections.`;
  return { code: "cycle", message, nodeId: first, field: null };
}

type Visit = { readonly id: string; readonly next: Iterator<string>; readonly index: number; low: number };

/**
 * The strongly connected components that hold a cycle, by Tarjan's algorithm ("Depth-first search and
 * linear graph algorithms", 1972), with its stack on the heap so that no length of chain overflows.
 */
function knots(nodes: DraftGraph["nodes"]): readonly ReadonlySet<string>[] {
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
    if (component.size > 1 || successors(nodes.get(visit.id)).includes(visit.id)) found.push(component);
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

/** Breadth first from one node of the knot until an edge leads back to it. */
function shortestWayRound(nodes: DraftGraph["nodes"], knot: ReadonlySet<string>, start: string): readonly string[] {
  const cameFrom = new Map<string, string | null>([[start, null]]);

  for (const id of cameFrom.keys()) {
    for (const next of successors(nodes.get(id))) {
      if (next === start) return pathTo(id, cameFrom);
      if (knot.has(next) && !cameFrom.has(next)) cameFrom.set(next, id);
    }
  }
  throw new Error(`Node "${start}" is in a knot, yet no edge leads back to it.`);
}

function pathTo(last: string, cameFrom: ReadonlyMap<string, string | null>): readonly string[] {
  const path: string[] = [];
  for (let id: string | null = last; id !== null; id = cameFrom.get(id) ?? null) path.push(id);
  return path.reverse();
}

function successors(node: DraftNode | undefined): readonly string[] {
  return node?.outgoing.map((edge) => edge.target) ?? [];
}
