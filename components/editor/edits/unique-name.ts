import type { WorkflowNode } from "@/workflows/definition/workflow-definition";

/** The name, or the name with the first number that makes it the only one: "Function", "Function 2". */
export function uniqueName(nodes: readonly WorkflowNode[], wanted: string): string {
  const taken = new Set(nodes.map((node) => node.name.trim().toLowerCase()));
  if (!taken.has(wanted.toLowerCase())) return wanted;

  const stem = wanted.replace(/ \d+$/, "");
  for (let count = 2; ; count += 1) {
    const name = `${stem} ${count}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
