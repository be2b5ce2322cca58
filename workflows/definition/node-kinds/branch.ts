import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { textField } from "@/workflows/definition/text-field";
import type { JsonValue } from "@/workflows/json";
import { err, ok } from "@/workflows/result";

/** Sends the run down one of two paths. Its output is its input, so both paths see what came before. */
export const branch = defineNodeKind({
  kind: "branch",
  title: "If / else",
  description: "Goes on by Yes or by No, as an expression says.",
  role: "control",
  configSchema: z.object({ condition: textField("Write a condition, such as input.total > 100.", 10_000) }),
  defaultConfig: { condition: "" },
  outputPorts: () => ["yes", "no"],
  program: (config) => ({
    form: "expressions",
    sources: { condition: config.condition },
    types: { condition: "boolean" },
  }),
  resolve: (returned, input) => {
    const condition = readCondition(returned);
    if (typeof condition !== "boolean") {
      return err(
        `The condition gave ${JSON.stringify(condition)}, not true or false. Compare something, as in input.total > 100.`,
      );
    }
    return ok({ output: input, ports: [condition ? "yes" : "no"] });
  },
  outputType: () => ({ from: "input" }),
});

function readCondition(returned: JsonValue): JsonValue {
  if (typeof returned !== "object" || returned === null || !("condition" in returned)) return null;
  return returned.condition ?? null;
}
