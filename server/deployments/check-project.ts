import type { StepSource } from "@/server/deployments/step-source";
import { checkedModules, runtimeTypes, stepCompilerOptions } from "@/workflows/definition/step-types";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** What a line of the file of assertions says when it does not hold. */
export type Assertion = {
  readonly source: StepSource;
  readonly claim: "has-default-export" | "is-function" | "takes-input";
};

export type CheckProject = {
  /** By their paths in the project's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** How many characters of ours stand before column 1 of a file's first line, by its path. */
  readonly prefixLengths: ReadonlyMap<string, number>;
  /** By line of `assertionsPath`, from 1. */
  readonly assertions: ReadonlyMap<number, Assertion>;
};

/** No node's id begins with an underscore. */
export const assertionsPath = "steps/_assertions.ts";
const runtimePath = "runtime.d.ts";

/** A step that cannot be parsed must not keep the others from being checked. */
const brokenModule = "declare const broken: any; export default broken;";

/** The TypeScript project whose errors are a workflow's errors. */
export function createCheckProject(
  definition: WorkflowDefinition,
  sources: readonly StepSource[],
  broken: ReadonlySet<string>,
): CheckProject {
  const modules = checkedModules(definition);
  const files = new Map([[runtimePath, runtimeTypes]]);
  const prefixLengths = new Map<string, number>();
  for (const { name } of sources) {
    const module = modules.get(name);
    if (module === undefined) throw new Error(`No types were made for "${name}".`);
    const { prefix, source, suffix } = module;
    files.set(`steps/${name}.ts`, broken.has(name) ? brokenModule : `${prefix}${source}${suffix}`);
    prefixLengths.set(`steps/${name}.ts`, prefix.length);
  }

  const lines = sources
    .filter(({ form, name }) => form === "module" && !broken.has(name))
    .flatMap((source, index) => assertionLines(source, modules.get(source.name)?.inputType ?? "unknown", index));
  files.set(assertionsPath, lines.map(({ text }) => text).join("\n"));
  files.set("tsconfig.json", toConfig([...files.keys()]));
  const assertions = new Map(lines.map(({ assertion }, index) => [index + 1, assertion]));
  return { files, prefixLengths, assertions };
}

function assertionLines(source: StepSource, input: string, index: number) {
  const step = `Step${index}`;
  const assert = (claim: Assertion["claim"], text: string) => ({ text, assertion: { source, claim } });
  return [
    assert("has-default-export", `type ${step} = typeof import("./${source.name}").default;`),
    assert("is-function", `null! as ${step} satisfies (...args: never[]) => unknown;`),
    assert("takes-input", `null! as ${step} satisfies (input: ${input}, ctx: Context) => unknown;`),
  ];
}

/** With `noResolve` only the files named here are ever read, whatever the code imports or refers to. */
function toConfig(files: readonly string[]): string {
  return JSON.stringify({ compilerOptions: { ...stepCompilerOptions, noResolve: true }, files });
}
