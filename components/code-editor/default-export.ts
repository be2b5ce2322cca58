import { type CodePlace, type CodeProblem, locate } from "@/components/code-editor/to-code-problem";

const advice = "Export a default function, as in: export default async (input: Input, ctx: Context) => input;";

/** What must hold of a step's default export, one claim a line, as the check at deploy asks it. */
export function exportClaims(nodeId: string, inputType: string): string {
  return [
    `type Step = typeof import("./${nodeId}").default;`,
    "null! as Step satisfies (...args: never[]) => unknown;",
    `null! as Step satisfies (input: ${inputType}, ctx: Context) => unknown;`,
    "export {};",
  ].join("\n");
}

/** The first claim that does not hold, told where the step exports its function. */
export function failedClaim(
  { line, message }: { readonly line: number; readonly message: string },
  source: string,
  { nodeId, field }: CodePlace,
): CodeProblem {
  const details = message.split("\n").at(-1)?.trim() ?? "";
  const messages: Readonly<Record<number, string>> = {
    2: advice.replace("Export a default function", "The default export must be a function"),
    3: `The function cannot take the input that arrives here. ${details} Use the type Input.`,
  };
  const index = Math.max(0, source.search(/\bexport\s+default\b|\bexport\s*\{[^}]*\bdefault\b/));
  const end = Math.min(source.length, index + "export default".length);
  const problem = { code: "type-error", message: messages[line] ?? advice, nodeId, field } as const;
  return { problem: { ...problem, location: locate(source, index) }, start: index, end };
}
