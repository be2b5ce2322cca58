import { type DraftGraph, nameOf } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";

/** Something has to start a run. */
export function checkHasTrigger({ nodes }: DraftGraph): readonly Problem[] {
  const hasTrigger = [...nodes.values()].some(({ kind }) => kind?.role === "trigger");
  if (hasTrigger) return [];
  const message = "Nothing starts this workflow. Add a trigger, such as an HTTP request.";
  return [{ code: "no-trigger", message, nodeId: null, field: null }];
}

/** A delivery must find one trigger, so no two of a kind share an address. */
export function checkAddresses({ nodes }: DraftGraph): readonly Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];

  for (const { node, kind, config } of nodes.values()) {
    if (config === null || kind?.address === undefined) continue;
    const address = kind.address(config);
    const key = JSON.stringify([kind.kind, address]);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, nameOf(node));
      continue;
    }
    const message = `"${owner}" answers at "${address}" already. Choose another address for one of them.`;
    problems.push({ code: "address-taken", message, nodeId: node.id, field: kind.addressField ?? null });
  }
  return problems;
}

/** Every node is on a way from a trigger; one that is not would never run, and nobody would notice. */
export function checkReachable({ nodes }: DraftGraph): readonly Problem[] {
  const reached = new Set<string>();
  for (const [id, { kind }] of nodes) if (kind?.role === "trigger") reached.add(id);
  // Without a trigger that is the one thing to say.
  if (reached.size === 0) return [];

  // A set is walked in order of insertion, those inserted on the way included.
  for (const id of reached) for (const edge of nodes.get(id)?.outgoing ?? []) reached.add(edge.target);

  return [...nodes.values()]
    .filter(({ node, kind }) => kind !== null && !reached.has(node.id))
    .map(({ node }) => ({
      code: "orphan",
      message: "No trigger leads to this node, so it never runs. Connect it, or delete it.",
      nodeId: node.id,
      field: null,
    }));
}
