import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { err } from "@/workflows/result";

export const httpMethods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export const httpTriggerConfigSchema = z.object({
  method: z.enum(httpMethods),
  path: z
    .string()
    .min(1, "Give the hook a path, such as orders.")
    .max(200)
    .regex(
      /^[A-Za-z0-9_~.-]+(\/[A-Za-z0-9_~.-]+)*$/,
      "Use letters, digits, - _ . ~ and single slashes between them, such as orders/new.",
    )
    .refine((path) => !path.split("/").some((part) => part === "." || part === ".."), "A path has no . or .. in it."),
  /** Answer 202 with the run's id at once, or wait for the respond node. */
  answer: z.enum(["accepted", "respond"]),
  /** How long the caller waits for the respond node before 504; the run goes on. */
  answerTimeoutMs: z.number().int().min(100).max(300_000),
});
export type HttpTriggerConfig = z.infer<typeof httpTriggerConfigSchema>;

/** Starts a run when its URL is called. Its output is the request. */
export const httpTrigger = defineNodeKind({
  kind: "http-trigger",
  title: "HTTP request",
  description: "Starts a run when its URL is called.",
  role: "trigger",
  configSchema: httpTriggerConfigSchema,
  defaultConfig: { method: "POST", path: "", answer: "respond", answerTimeoutMs: 30_000 },
  outputPorts: () => ["out"],
  program: () => null,
  resolve: () => err("A trigger runs nothing."),
  outputType: () => ({ from: "type", type: "HttpRequest" }),
  address: (config) => config.path,
});
