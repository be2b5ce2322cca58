import { z } from "zod";
import { retryPolicySchema } from "@/workflows/definition/retry-policy";

/** Identifiers go into file names, journal keys and property names, so they hold nothing that means anything there. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "Use up to 64 letters, digits, _ or -, starting with a letter or digit.");

/** What an operator of the step may set for any kind that runs code. Missing means the default. */
export const stepSettingsSchema = z.object({
  retry: retryPolicySchema.optional(),
  /** The deadline of one attempt. */
  timeoutMs: z.number().int().min(100).max(900_000).optional(),
  memoryMb: z.number().int().min(64).max(2_048).optional(),
});
export type StepSettings = z.infer<typeof stepSettingsSchema>;

export const nodeSchema = z.object({
  id: idSchema,
  /** The name of a kind in `nodeKinds`; an unknown one is a problem of validation, not of shape. */
  kind: z.string().min(1).max(64),
  /** What people call it. Unique in a workflow. */
  name: z.string().max(120),
  position: z.object({ x: z.number(), y: z.number() }),
  /** Checked against the kind's own schema by validation, so that a half-filled form can be saved. */
  config: z.record(z.string(), z.json()),
  settings: stepSettingsSchema.optional(),
});
export type WorkflowNode = z.infer<typeof nodeSchema>;

export const edgeSchema = z.object({
  id: idSchema,
  source: idSchema,
  sourcePort: z.string().min(1).max(64),
  target: idSchema,
});
export type WorkflowEdge = z.infer<typeof edgeSchema>;

export const SCHEMA_VERSION = 1;

/** The graph as it is edited, stored, published and exported. */
export const workflowDefinitionSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  nodes: z.array(nodeSchema).max(2_000),
  edges: z.array(edgeSchema).max(4_000),
});
export type WorkflowDefinition = z.infer<typeof workflowDefinitionSchema>;

export const emptyDefinition: WorkflowDefinition = { schemaVersion: SCHEMA_VERSION, nodes: [], edges: [] };
