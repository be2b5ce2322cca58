import { z } from "zod";
import { defineNodeKind } from "@/workflows/definition/node-kind";
import { textField } from "@/workflows/definition/text-field";
import { err, ok } from "@/workflows/result";

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What RFC 9110 allows in a field value, without the line breaks that would end it. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const setByPlatform = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "set-cookie",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The answer a respond node gives to the caller of the hook. */
export const httpAnswerSchema = z.object({
  status: z
    .number("The status must be a number, such as 200.")
    .int("The status must be a whole number.")
    .min(200, "The status must be 200 to 599.")
    .max(599, "The status must be 200 to 599."),
  headers: z.record(
    z.string().regex(headerName, "A header's name has letters, digits and - only."),
    z.string("A header's value must be a string.").regex(headerValue, "A header's value is one line of Latin text."),
  ),
  body: z.json(),
});
export type HttpAnswer = z.infer<typeof httpAnswerSchema>;

/** Answers the caller who started the run. Its output is the answer. */
export const respond = defineNodeKind({
  kind: "respond",
  title: "Respond",
  description: "Answers the caller of the HTTP trigger.",
  role: "response",
  configSchema: z.object({
    status: textField("Give a status, such as 200.", 10_000),
    headers: textField("Give the headers as an object; {} for none.", 10_000),
    body: textField("Give the body, such as input.", 100_000),
  }),
  defaultConfig: { status: "200", headers: "{}", body: "input" },
  outputPorts: () => [],
  program: (config) => ({
    form: "expressions",
    sources: { status: config.status, headers: config.headers, body: config.body },
    types: { status: "number", headers: "Record<string, string>" },
  }),
  resolve: (returned) => {
    const answer = httpAnswerSchema.safeParse(returned);
    if (!answer.success) {
      const issue = answer.error.issues[0];
      return err(`${issue?.path.join(".") ?? "answer"}: ${issue?.message ?? "is not an answer."}`);
    }
    const reserved = Object.keys(answer.data.headers).find((name) => setByPlatform.has(name.toLowerCase()));
    if (reserved !== undefined) return err(`headers.${reserved}: This header is the platform's to set. Remove it.`);
    return ok({ output: answer.data, ports: [] });
  },
  outputType: () => ({ from: "type", type: "HttpAnswer" }),
});
