import { type DraftGraph, nameOf, successors } from "@/workflows/definition/draft-graph";
import { findComponents, isKnot } from "@/workflows/definition/find-components";
import type { Problem } from "@/workflows/definition/problem";

/** A longer path is told by its beginning: nobody reads a thousand names. */
const MOST_NAMES = 12;

/** One problem for every knot of nodes that lead back to themselves, with a shortest way round by names. */
export function checkCycles({ nodes }: DraftGraph): readonly Problem[] {
  const firsts = new Map<string, ReadonlySet<string>>();
  for (const knot of findComponents(nodes)) {
    if (!isKnot(nodes, knot)) continue;
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
