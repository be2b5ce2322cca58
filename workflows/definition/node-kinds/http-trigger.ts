import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { textField } from "@/workflows/definition/text-field";
import { err } from "@/workflows/result";

export const httpMethods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE"] as const;

const answerTimeoutRange = "Give a whole number of milliseconds from 100 to 300000.";

export const httpTriggerConfigSchema = z.object({
  method: z.enum(httpMethods, `Choose one of ${httpMethods.join(", ")}.`),
  path: textField("Give the hook a path, such as orders.", 200)
    .regex(
      /^[A-Za-z0-9_~.-]+(\/[A-Za-z0-9_~.-]+)*$/,
      "Use letters, digits, - _ . ~ and single slashes between them, such as orders/new.",
    )
    .refine((path) => !path.split("/").some((part) => part === "." || part === ".."), "A path has no . or .. in it."),
  /** Answer 202 with the run's id at once, or wait for the respond node. */
  answer: z.enum(["accepted", "respond"], "Choose whether to answer at once or to wait for the respond node."),
  /** How long the caller waits for the respond node before 504; the run goes on. */
  answerTimeoutMs: z
    .number(answerTimeoutRange)
    .int(answerTimeoutRange)
    .min(100, answerTimeoutRange)
    .max(300_000, answerTimeoutRange),
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
  addressField: "path",
});
