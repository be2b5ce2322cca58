import { type DraftGraph, type DraftNode, indexDraft } from "@/workflows/definition/draft-graph";
import { findComponents, isKnot } from "@/workflows/definition/find-components";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export { runtimeTypes, stepCompilerOptions } from "@/workflows/definition/runtime-types";

/** Joins of joins double the text of a type at every level; past this length it says less instead. */
const LONGEST_TYPE = 20_000;

/** The text of one file for the checker: `prefix`, then the author's own source, then `suffix`. */
export type CheckedModule = {
  /** Without a line break, so that only columns of line 1 are moved. */
  readonly prefix: string;
  readonly source: string;
  readonly suffix: string;
  /** What `inputTypeOf` says of the node. */
  readonly inputType: string;
};

/**
 * The input of a node, as a TypeScript type that may name `./<nodeId>` modules and `runtimeTypes`.
 * Works for any draft: what cannot be known, such as the input of a node that nothing leads to or
 * that leads to itself, is `unknown`.
 */
export function inputTypeOf(definition: WorkflowDefinition, nodeId: string): string {
  return inputTypes(indexDraft(definition)).get(nodeId) ?? "unknown";
}

/** What goes before line 1 of a step's source so that `Input` is the type of its input. Has no line break. */
export function moduleHeader(definition: WorkflowDefinition, nodeId: string): string {
  return headerOf(inputTypeOf(definition, nodeId), sourceOf(indexDraft(definition).nodes.get(nodeId)) ?? "");
}

/**
 * The files that together check a workflow's code, by their names without `.ts`: `<nodeId>` for a
 * module, `<nodeId>.<field>` for an expression. A node whose kind or config is not yet right has none.
 */
export function checkedModules(definition: WorkflowDefinition): ReadonlyMap<string, CheckedModule> {
  const graph = indexDraft(definition);
  const types = inputTypes(graph);
  const modules = new Map<string, CheckedModule>();
  for (const [id, node] of graph.nodes) {
    const program = programOf(node);
    if (program === null) continue;
    const inputType = types.get(id) ?? "unknown";
    if (program.form === "module") {
      modules.set(id, { prefix: headerOf(inputType, program.source), source: program.source, suffix: "", inputType });
      continue;
    }
    for (const [field, source] of Object.entries(program.sources)) {
      modules.set(`${id}.${field}`, toExpressionModule(inputType, source, program.types?.[field]));
    }
  }
  return modules;
}

/** The file that checks one expression of a node, or null when the node has no such expression. */
export function expressionModule(definition: WorkflowDefinition, nodeId: string, field: string): CheckedModule | null {
  return checkedModules(definition).get(`${nodeId}.${field}`) ?? null;
}

function toExpressionModule(inputType: string, source: string, wanted = "unknown"): CheckedModule {
  const prefix = `type Input = ${inputType}; declare const input: Input; declare const ctx: Context; export default (`;
  return { prefix, source, suffix: `\n) satisfies ${wanted} | Promise<${wanted}>;\n`, inputType };
}

/** An author who declares an `Input` of their own means that one. */
function headerOf(inputType: string, source: string): string {
  const isDeclared = /\b(?:type|interface|class|enum)\s+Input\b|\bimport\b[^;"']*\bInput\b/.test(source);
  return isDeclared ? "export {}; " : `type Input = ${inputType}; export {}; `;
}

function programOf({ kind, config }: DraftNode) {
  return kind === null || config === null ? null : kind.program(config);
}

function sourceOf(node: DraftNode | undefined): string | null {
  const program = node === undefined ? null : programOf(node);
  return program?.form === "module" ? program.source : null;
}

/** The input type of every node, sources before targets, so that no length of chain overflows. */
function inputTypes({ nodes }: DraftGraph): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const component of [...findComponents(nodes)].reverse()) {
    for (const id of component) {
      const type = isKnot(nodes, component) ? "unknown" : joinedType(sourcesOf(nodes, id), types);
      types.set(id, type.length > LONGEST_TYPE ? "any" : type);
    }
  }
  return types;
}

function sourcesOf(nodes: DraftGraph["nodes"], nodeId: string): readonly DraftNode[] {
  const ids = new Set(nodes.get(nodeId)?.incoming.map((edge) => edge.source));
  return [...ids].flatMap((id) => nodes.get(id) ?? []);
}

function joinedType(sources: readonly DraftNode[], types: ReadonlyMap<string, string>): string {
  const [first] = sources;
  if (first === undefined) return "unknown";
  if (sources.length === 1) return outputType(first, types);
  const members = sources.map((source) => `${quote(source.node.name)}?: ${outputType(source, types)}`);
  return `{ ${members.join("; ")} }`;
}

function outputType({ node, kind, config }: DraftNode, types: ReadonlyMap<string, string>): string {
  if (kind === null || config === null) return "unknown";
  const output = kind.outputType(config);
  if (output.from === "type") return output.type;
  if (output.from === "input") return types.get(node.id) ?? "unknown";
  return `Jsonified<Awaited<ReturnType<typeof import("./${node.id}").default>>>`;
}

/** TypeScript counts two more characters as line breaks than JSON escapes. */
function quote(name: string): string {
  return JSON.stringify(name).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}
