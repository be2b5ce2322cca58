import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { ok } from "@/workflows/result";

/** Runs the author's TypeScript. Its output is what the default export returns. */
export const functionStep = defineNodeKind({
  kind: "function",
  title: "Function",
  description: "Runs your TypeScript.",
  role: "step",
  configSchema: z.object({
    source: z.string().min(1, "Write the step's code.").max(500_000, "A step's code is limited to 500,000 characters."),
  }),
  defaultConfig: {
    source: "export default async (input: Input, ctx: Context) => {\n  return input;\n};\n",
  },
  outputPorts: () => ["out"],
  program: (config) => ({ form: "module", field: "source", source: config.source }),
  resolve: (returned) => ok({ output: returned, ports: ["out"] }),
  outputType: () => ({ from: "module" }),
});
