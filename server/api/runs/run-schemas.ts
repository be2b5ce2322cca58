import { z } from "zod";
import { stepStatuses } from "@/server/history/run-reader";
import { workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import { runStatuses } from "@/workflows/run/run-status";
import { type StepFailure, stepFailureCodes } from "@/workflows/run/step-outcome";
import type { StepUsage } from "@/workflows/run/step-usage";

const timestamp = z.string();

const runFields = {
  id: z.string(),
  workflowId: z.string(),
  workflowName: z.string(),
  versionNumber: z.number().int(),
  status: z.enum(runStatuses),
  trigger: z.object({ kind: z.string(), label: z.string() }),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
  durationMs: z.number().nullable(),
};

export const runSummarySchema = z.object({
  ...runFields,
  failure: z.object({ stepName: z.string(), code: z.string(), message: z.string() }).nullable(),
});

const usageSchema = z.object({
  wallMs: z.number(),
  cpuMs: z.number(),
  peakMemoryBytes: z.number(),
  startKind: z.enum(["warm", "blank", "cold"]),
  startMs: z.number(),
}) satisfies z.ZodType<StepUsage>;

const failureSchema = z.object({
  code: z.enum(stepFailureCodes),
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().exactOptional(),
  locations: z
    .array(z.object({ nodeId: z.string(), line: z.number(), column: z.number() }))
    .readonly()
    .exactOptional(),
  errorName: z.string().exactOptional(),
}) satisfies z.ZodType<StepFailure>;

const attemptSchema = z.object({
  attempt: z.number().int(),
  status: z.enum(["running", "succeeded", "failed"]),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  usage: usageSchema.nullable(),
  failure: failureSchema.nullable(),
});

const stepSchema = z.object({
  nodePath: z.string(),
  nodeId: z.string(),
  name: z.string(),
  kind: z.string(),
  status: z.enum(stepStatuses),
  ports: z.array(z.string()).readonly(),
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  durationMs: z.number().nullable(),
  resumeAt: timestamp.nullable(),
  attempts: z.array(attemptSchema).readonly(),
});

export const runViewSchema = z.object({
  run: z.object({
    ...runFields,
    versionId: z.string(),
    failure: z.object({ nodePath: z.string(), failure: failureSchema }).nullable(),
    outputPaths: z.array(z.string()).readonly(),
    totals: z.object({
      cpuMs: z.number(),
      wallMs: z.number(),
      peakMemoryBytes: z.number(),
      attempts: z.number().int(),
    }),
  }),
  definition: workflowDefinitionSchema,
  steps: z.array(stepSchema).readonly(),
});

/** Any JSON is as it should be, so there is nothing to check, and large values are not walked through. */
export const jsonSchema = z.custom<JsonValue>((value) => value !== undefined);

const jsonViewSchema = z.union([
  z.object({ tooLarge: z.literal(true), sizeBytes: z.number().int(), preview: z.string() }),
  z.object({ json: jsonSchema }),
]);

export const stepDetailSchema = z.object({
  input: jsonViewSchema.nullable(),
  output: jsonViewSchema.nullable(),
  logs: z
    .array(
      z.object({
        attempt: z.number().int(),
        seq: z.number().int(),
        at: timestamp,
        level: z.enum(["debug", "info", "warn", "error"]),
        message: z.string(),
      }),
    )
    .readonly(),
  logsTruncated: z.boolean(),
});

/** A place in a run, as the journal names it. */
export const nodePathInput = z.string().min(1).max(500);
