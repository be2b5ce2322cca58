import { z } from "zod";
import {
  type WorkflowDefinition,
  type WorkflowNode,
  workflowDefinitionSchema,
} from "@/workflows/definition/workflow-definition";
import { isDeeperThan, JSON_DEPTH_LIMIT } from "@/workflows/json-depth";
import { err, ok, type Result } from "@/workflows/result";

/**
 * The canonical JSON text of a definition: the same graph gives the same bytes, whatever the order of
 * its nodes, its edges and the keys of its objects. Ends with a line feed.
 */
export function serializeDefinition(definition: WorkflowDefinition): string {
  return `${write({ ...definition, nodes: inOrder(definition.nodes), edges: inOrder(definition.edges) }, "")}\n`;
}

/** Reads what `serializeDefinition` wrote, or any JSON of that shape. The error says in plain words what is wrong. */
export function parseDefinition(text: string): Result<WorkflowDefinition, string> {
  if (isDeeperThan(text, JSON_DEPTH_LIMIT))
    return err(`This is nested more than ${JSON_DEPTH_LIMIT} levels deep. Flatten it.`);
  const raw = parseJson(text);
  if (!raw.ok) return raw;

  const parsed = workflowDefinitionSchema.safeParse(raw.value);
  if (!parsed.success) return err(`This is no workflow: ${z.prettifyError(parsed.error)}`);
  return ok(withRawConfigs(parsed.data, raw.value));
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return err(`This is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The schema's copy of a config has lost any `__proto__` key; what JSON.parse made has it, as plain data. */
function withRawConfigs(definition: WorkflowDefinition, raw: unknown): WorkflowDefinition {
  // safety: the schema has accepted `raw`, so it has these nodes, in this order.
  const rawNodes = (raw as { nodes: readonly { config: WorkflowNode["config"] }[] }).nodes;
  const nodes = definition.nodes.map((node, index) => ({ ...node, config: rawNodes[index]?.config ?? node.config }));
  return { ...definition, nodes };
}

/** By id; a draft may hold an id twice, and then the text decides. */
function inOrder<Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] {
  const keyed = items.map((item) => ({ item, text: write(item, "") }));
  keyed.sort((a, b) => compareCodeUnits(a.item.id, b.item.id) || compareCodeUnits(a.text, b.text));
  return keyed.map(({ item }) => item);
}

function write(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => `${inner}${write(item ?? null, inner)}`).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);

  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compareCodeUnits(a, b))
    .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${write(member, inner)}`);
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}

/** Never `localeCompare`: the order of bytes must not depend on the machine's language. */
function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
