import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Assertion,
  assertionsPath,
  type CheckProject,
  createCheckProject,
} from "@/server/deployments/check-project";
import { defaultExportAdvice, findDefaultExport } from "@/server/deployments/default-export";
import { type Diagnostic, parseDiagnostics } from "@/server/deployments/parse-diagnostics";
import { type CompileBounds, type LimitedResult, type Limits, runLimited } from "@/server/deployments/run-limited";
import type { StepSource } from "@/server/deployments/step-source";
import type { Problem } from "@/workflows/definition/problem";
import { stepModulesAdvice } from "@/workflows/definition/step-modules";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export type TypeCheck = {
  readonly definition: WorkflowDefinition;
  readonly sources: readonly StepSource[];
  /** Names of sources that have no syntax to check. */
  readonly broken: ReadonlySet<string>;
};

const limits: Omit<Limits, "wallMs"> = { cpuSec: 30, memoryMb: 1_536, outputBytes: 2 * 1_024 * 1_024 };
const MOST_PROBLEMS = 200;

/** "Type … does not satisfy the expected type …": an assertion of ours that does not hold. */
const UNSATISFIED = 1360;
const unknownModuleCodes: readonly number[] = [2307, 2792];
/** Names that TypeScript would explain by packages and settings, which an author does not have. */
const foreignNameCodes: readonly number[] = [2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2868];
const globalsAdvice =
  "A step has the globals of the web, such as fetch, URL and crypto, and Buffer, but no page and no process.";

type Location = { readonly line: number; readonly column: number };

/** The type errors of all steps and expressions together, each at its place in the author's own text. */
export async function checkTypes(check: TypeCheck, bounds: CompileBounds): Promise<readonly Problem[]> {
  const project = createCheckProject(check.definition, check.sources, check.broken);
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-check-"));
  try {
    await writeProject(folder, project);
    const args = ["-p", ".", "--pretty", "false"];
    const command = { command: findCompiler(), args, cwd: folder, input: "" };
    const result = await runLimited({
      ...command,
      limits: { ...limits, wallMs: bounds.timeLimitMs },
      signal: bounds.signal,
    });
    bounds.signal.throwIfAborted();
    return toProblems(result, project, check.sources);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeProject(folder: string, { files }: CheckProject): Promise<void> {
  await mkdir(path.join(folder, "steps"));
  await Promise.all([...files].map(([name, text]) => writeFile(path.join(folder, name), text)));
}

/** The compiler itself, not its launcher, which would start a Node first. */
function findCompiler(): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("typescript/package.json"));
  const platformPackage = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const compiler = path.join(path.dirname(resolve(platformPackage)), "lib", "tsc");
  if (!existsSync(compiler)) throw new Error("The TypeScript compiler is not installed. Run npm ci.");
  return compiler;
}

function toProblems(result: LimitedResult, project: CheckProject, sources: readonly StepSource[]): readonly Problem[] {
  if (result.kind === "stopped") return [tooHard()];
  const diagnostics = parseDiagnostics(result.stdout);
  if (diagnostics.length === 0) {
    if (result.code === 0) return [];
    // Its exit code for errors in the code is not this one, and it has named none: the checker itself fell over.
    return [tooHard()];
  }
  const own = diagnostics.filter((diagnostic) => !isConsequence(diagnostic, project));
  // A consequence without a cause that is told is the only thing there is to tell.
  const told = own.length > 0 ? own : diagnostics;
  return withoutEchoes(told.map((diagnostic) => toProblem(diagnostic, project, sources))).slice(0, MOST_PROBLEMS);
}

/**
 * What is wrong with the types that we put before a source is wrong with the step they come from, and
 * told there; and what is wrong with the ambient types is a step's declaration of a global.
 */
function isConsequence({ path: file, line, column, tsCode }: Diagnostic, project: CheckProject): boolean {
  if (file === assertionsPath)
    return project.assertions.get(line)?.claim !== "has-default-export" && tsCode !== UNSATISFIED;
  const prefixLength = project.prefixLengths.get(file);
  return prefixLength === undefined || (line === 1 && column <= prefixLength);
}

function toProblem(diagnostic: Diagnostic, project: CheckProject, sources: readonly StepSource[]): Problem {
  if (diagnostic.path === assertionsPath) return assertionProblem(diagnostic, project.assertions.get(diagnostic.line));
  const source = sources.find(({ name }) => diagnostic.path === `steps/${name}.ts`);
  if (source === undefined) return { code: "type-error", message: diagnostic.text, nodeId: null, field: null };
  const prefixLength = project.prefixLengths.get(diagnostic.path) ?? 0;
  const column = diagnostic.line === 1 ? diagnostic.column - prefixLength : diagnostic.column;
  if (diagnostic.tsCode === UNSATISFIED && source.form === "expression") {
    // A promise would be awaited, but that is for us to know: the author thinks of the value.
    return problemAt(source, diagnostic.text.replace(/ \| Promise<.*?>(?=')/, ""), { line: 1, column: 1 });
  }
  const location = source.clamp({ line: diagnostic.line, column });
  return problemAt(source, toMessage(diagnostic, source, location), location);
}

function assertionProblem(diagnostic: Diagnostic, assertion: Assertion | undefined): Problem {
  if (assertion === undefined) throw new Error(`The type check failed on an unknown assertion: ${diagnostic.text}`);
  const { source, claim } = assertion;
  const details = diagnostic.text.split("\n").at(-1)?.trim() ?? "";
  const messages = {
    "has-default-export": defaultExportAdvice,
    "is-function": defaultExportAdvice.replace("Export a default function", "The default export must be a function"),
    "takes-input": `The function cannot take the input that arrives here. ${details} Use the type Input.`,
  } satisfies Record<Assertion["claim"], string>;
  return problemAt(source, messages[claim], findDefaultExport(source.source));
}

function problemAt(source: StepSource, message: string, location: Location): Problem {
  return { code: "type-error", message, nodeId: source.nodeId, field: source.field, location };
}

function toMessage({ tsCode, text }: Diagnostic, source: StepSource, location: Location): string {
  const [first = ""] = text.split("\n");
  const specifier = /^["']/.test(source.textFrom(location)) ? /'(.+?)'/.exec(first)?.[1] : undefined;
  if (specifier !== undefined && (unknownModuleCodes.includes(tsCode) || foreignNameCodes.includes(tsCode))) {
    return `"${specifier}" cannot be imported. ${stepModulesAdvice}`;
  }
  const [sentence = first] = /^.+?'\.(?= )/.exec(first) ?? [];
  return foreignNameCodes.includes(tsCode) ? `${sentence} ${globalsAdvice}` : text;
}

/** One claim about a step that fails makes those after it fail too, and the first says it best. */
function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ nodeId, field, location }) => {
    const key = JSON.stringify([nodeId, field, location]);
    return !seen.has(key) && seen.add(key);
  });
}

function tooHard(): Problem {
  const message =
    "The types of this workflow are too large to be checked in time. Simplify its largest types, or write any in their place.";
  return { code: "type-error", message, nodeId: null, field: null };
}
