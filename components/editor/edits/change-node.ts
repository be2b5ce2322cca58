import type { Point } from "@/components/canvas/geometry";
import type { StepSettings, WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";

export function renameNode(definition: WorkflowDefinition, nodeId: string, name: string): WorkflowDefinition {
  return changeNode(definition, nodeId, (node) => (node.name === name ? node : { ...node, name }));
}

type FieldChange = { readonly field: string; readonly value: JsonValue };

export function setConfig(
  definition: WorkflowDefinition,
  nodeId: string,
  { field, value }: FieldChange,
): WorkflowDefinition {
  return changeNode(definition, nodeId, (node) => {
    if (node.config[field] === value) return node;
    // safety: JsonValue is what z.json() accepts; only its arrays and objects are marked readonly.
    return { ...node, config: { ...node.config, [field]: value as WorkflowNode["config"][string] } };
  });
}

/** Null takes the settings away, which means the defaults. */
export function setSettings(
  definition: WorkflowDefinition,
  nodeId: string,
  settings: StepSettings | null,
): WorkflowDefinition {
  return changeNode(definition, nodeId, ({ settings: _, ...node }) =>
    settings === null ? node : { ...node, settings },
  );
}

export function moveNodes(definition: WorkflowDefinition, positions: ReadonlyMap<string, Point>): WorkflowDefinition {
  const nodes = definition.nodes.map((node) => {
    const position = positions.get(node.id);
    if (position === undefined || (position.x === node.position.x && position.y === node.position.y)) return node;
    return { ...node, position: { ...position } };
  });
  return nodes.every((node, index) => node === definition.nodes[index]) ? definition : { ...definition, nodes };
}

function changeNode(
  definition: WorkflowDefinition,
  nodeId: string,
  change: (node: WorkflowNode) => WorkflowNode,
): WorkflowDefinition {
  const nodes = definition.nodes.map((node) => (node.id === nodeId ? change(node) : node));
  return nodes.every((node, index) => node === definition.nodes[index]) ? definition : { ...definition, nodes };
}
