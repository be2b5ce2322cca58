import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { textField } from "@/workflows/definition/text-field";
import { ok } from "@/workflows/result";

/** Runs the author's TypeScript. Its output is what the default export returns. */
export const functionStep = defineNodeKind({
  kind: "function",
  title: "Function",
  description: "Runs your TypeScript.",
  role: "step",
  configSchema: z.object({
    source: textField("Write the step's code: export a default function.", 500_000),
  }),
  defaultConfig: {
    source: "export default async (input: Input, ctx: Context) => {\n  return input;\n};\n",
  },
  outputPorts: () => ["out"],
  program: (config) => ({ form: "module", field: "source", source: config.source }),
  resolve: (returned) => ok({ output: returned, ports: ["out"] }),
  outputType: () => ({ from: "module" }),
});
