import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import type { BundleMessage, BundleRequest, BundleResponse } from "@/server/deployments/bundle-process";
import { defaultExportAdvice, findDefaultExport } from "@/server/deployments/default-export";
import { type CompileBounds, type Limits, runLimited } from "@/server/deployments/run-limited";
import { toAuthorSourceMap } from "@/server/deployments/source-map";
import type { StepSource } from "@/server/deployments/step-source";
import type { Problem } from "@/workflows/definition/problem";
import { stepModules, stepModulesAdvice } from "@/workflows/definition/step-modules";
import type { Bundle } from "@/workflows/ports";
import { err, ok, type Result } from "@/workflows/result";

export type HashedBundle = Bundle & { readonly hash: string };

export type BundleProblem = Problem & {
  /** Whether the type check would stumble over the same text. */
  readonly isSyntax: boolean;
};

const bundleProcess = fileURLToPath(new URL("./bundle-process.ts", import.meta.url));
const limits: Omit<Limits, "wallMs"> = { cpuSec: 15, memoryMb: 768, outputBytes: 64 * 1_024 * 1_024 };
const imports = Object.fromEntries(
  stepModules.flatMap((name) => [
    [name, name],
    [name.replace("node:", ""), name],
  ]),
);

/** One ES module of all the steps. The same sources give the same bytes, in whatever order they come. */
export async function bundleWorkflow(
  unordered: readonly StepSource[],
  { signal, timeLimitMs }: CompileBounds,
): Promise<Result<HashedBundle, readonly BundleProblem[]>> {
  const sources = [...unordered].sort((a, b) => (a.name < b.name ? -1 : 1));
  const result = await runLimited({
    command: process.execPath,
    args: ["--no-warnings", "--max-old-space-size=256", bundleProcess],
    cwd: tmpdir(),
    input: JSON.stringify(toRequest(sources)),
    limits: { ...limits, wallMs: timeLimitMs },
    signal,
  });
  signal.throwIfAborted();
  if (result.kind === "stopped" || result.code !== 0) return err([tooHard(sources)]);

  const response = JSON.parse(result.stdout) as BundleResponse;
  if (!response.ok) return err(response.messages.map((message) => toProblem(message, sources)));
  const sourceMap = toAuthorSourceMap(response.sourceMap, (source) => {
    const found = sources.find(({ name }) => source === `virtual:${name}.ts`);
    if (found === undefined) return null;
    return { name: `${found.name}.ts`, content: found.source, linesBefore: linesBefore(found) };
  });
  return ok({ code: response.code, sourceMap, hash: createHash("sha256").update(response.code).digest("hex") });
}

function toRequest(sources: readonly StepSource[]): BundleRequest {
  const modules = sources.filter(({ form }) => form === "module");
  const expressions = sources.filter(({ form }) => form === "expression");
  return { modules, expressions, entry: toEntry(sources), imports, refusal: stepModulesAdvice };
}

/** Line n imports source n, which is how a message about the entry finds its node. */
function toEntry(sources: readonly StepSource[]): string {
  const importLines = sources.map(({ name }, index) => `import p${index} from "${name}.ts";`);
  const members = [...new Set(sources.map(({ nodeId }) => nodeId))].map((nodeId) => {
    const own = [...sources.entries()].filter(([, source]) => source.nodeId === nodeId);
    const [first] = own;
    if (first?.[1].form === "module") return `  ["${nodeId}"]: p${first[0]},`;
    const fields = own.map(([index, { field }]) => `["${field}"]: await p${index}(input, ctx)`);
    return `  ["${nodeId}"]: async (input, ctx) => ({ ${fields.join(", ")} }),`;
  });
  return [...importLines, "export const programs = {", ...members, "};", ""].join("\n");
}

function toProblem(message: BundleMessage, sources: readonly StepSource[]): BundleProblem {
  const base = { code: "bundle-error", message: sentence(message.text), isSyntax: message.isSyntax } as const;
  if (message.name === "entry") {
    // Our own text is right, so what it imports is not there.
    const source = sources[message.line - 1];
    if (source === undefined) throw new Error(`The bundle's own text does not compile: ${message.text}`);
    const { nodeId, field } = source;
    return { ...base, message: defaultExportAdvice, nodeId, field, location: findDefaultExport(source.source) };
  }
  const source = sources.find(({ name }) => name === message.name);
  if (source === undefined) return { ...base, nodeId: null, field: null };
  return {
    ...base,
    nodeId: source.nodeId,
    field: source.field,
    location: source.clamp({ line: message.line - linesBefore(source), column: message.column }),
  };
}

/** An expression stands on the lines after the wrapper's own. */
function linesBefore({ form }: StepSource): number {
  return form === "expression" ? 1 : 0;
}

/** The parser died or did not end; of several sources the longest is the likeliest reason. */
function tooHard(sources: readonly StepSource[]): BundleProblem {
  const [longest] = [...sources].sort((a, b) => b.source.length - a.source.length);
  const message = "This code is too large or too deeply nested to be compiled. Make it simpler.";
  const { nodeId = null, field = null } = longest ?? {};
  return { code: "bundle-error", message, nodeId, field, isSyntax: true };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
