import { portsOf } from "@/components/canvas/ports";
import type { Placement } from "@/components/editor/edits/add-node";
import { checkConnection } from "@/components/editor/edits/check-connection";
import type { NodeKind } from "@/workflows/definition/node-kind";
import { isNodeKindName, type NodeKindName, nodeKinds } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

type PaletteGroup = { readonly title: string; readonly kinds: readonly NodeKindName[] };

const roleTitles = {
  trigger: "Triggers",
  step: "Steps",
  control: "Flow",
  response: "Answer",
} as const satisfies Record<NodeKind["role"], string>;

/** The kinds that make sense at a place: nothing leads into a trigger, and on an edge something must go on. */
export function paletteGroups(placement: Placement): readonly PaletteGroup[] {
  const kinds = Object.keys(nodeKinds)
    .filter(isNodeKindName)
    .filter((name) => {
      const isStart = nodeKinds[name].role === "trigger";
      if (placement.at === "point") return true;
      if (placement.at === "edge") return !isStart && portsOf({ kind: name, config: {} }).length > 0;
      return !isStart;
    });
  return Object.entries(roleTitles)
    .map(([role, title]) => ({ title, kinds: kinds.filter((name) => nodeKinds[name].role === role) }))
    .filter((group) => group.kinds.length > 0);
}

/** The nodes that a way out may be connected to. */
export function connectTargets(definition: WorkflowDefinition, placement: Placement): readonly WorkflowNode[] {
  if (placement.at !== "port" && placement.at !== "drop") return [];
  const { nodeId, port } = placement;
  return definition.nodes.filter(
    (node) => checkConnection(definition, { source: nodeId, sourcePort: port, target: node.id }).ok,
  );
}
