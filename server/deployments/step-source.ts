import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

type Location = { readonly line: number; readonly column: number };

/** One text that an author wrote in one field of one node. */
export type StepSource = {
  /** `<nodeId>` for a module, `<nodeId>.<field>` for an expression: the name of its file without `.ts`. */
  readonly name: string;
  readonly nodeId: string;
  readonly field: string;
  readonly form: "module" | "expression";
  readonly source: string;
  /** The nearest place that is in the source: what comes after its end is told at its end. */
  clamp(location: Location): Location;
  /** What the author wrote on the line from there on. */
  textFrom(location: Location): string;
};

/** The code of a workflow that has passed validation. */
export function stepSources(definition: WorkflowDefinition): readonly StepSource[] {
  return definition.nodes.flatMap((node) => {
    const kind = findNodeKind(node.kind);
    if (kind === null) throw new Error(`Node "${node.id}" has the unknown kind "${node.kind}".`);
    const program = kind.program(kind.configSchema.parse(node.config));
    if (program === null) return [];
    if (program.form === "module") {
      return [toSource({ name: node.id, nodeId: node.id, field: program.field, form: "module" }, program.source)];
    }
    return Object.entries(program.sources).map(([field, source]) =>
      toSource({ name: `${node.id}.${field}`, nodeId: node.id, field, form: "expression" }, source),
    );
  });
}

function toSource(place: Omit<StepSource, "source" | "clamp" | "textFrom">, source: string): StepSource {
  const linesOf = () => source.split(/\r\n|[\n\r\u2028\u2029]/);
  return {
    ...place,
    source,
    clamp: (location) => clamp(linesOf(), location),
    textFrom: ({ line, column }) => linesOf()[line - 1]?.slice(column - 1) ?? "",
  };
}

function clamp(lines: readonly string[], { line, column }: Location): Location {
  const last = lines.length;
  if (line > last) return { line: last, column: (lines[last - 1]?.length ?? 0) + 1 };
  return { line: Math.max(1, line), column: Math.max(1, column) };
}
