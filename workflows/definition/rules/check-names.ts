import type { DraftGraph } from "@/workflows/definition/draft-graph";
import type { Problem } from "@/workflows/definition/problem";

/** Names are how a node with several sources tells them apart, so every node has one of its own. */
export function checkNames({ nodes }: DraftGraph): readonly Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];

  for (const { node } of nodes.values()) {
    const name = node.name.trim();
    if (name === "") {
      const message = "This node has no name. Give it one.";
      problems.push({ code: "missing-field", message, nodeId: node.id, field: "name" });
      continue;
    }
    const key = name.toLowerCase();
    if (owners.has(key)) {
      const message = `Another node is called "${owners.get(key)}" too. Rename one of them.`;
      problems.push({ code: "duplicate-name", message, nodeId: node.id, field: "name" });
    } else {
      owners.set(key, name);
    }
  }
  return problems;
}
