import type { z } from "zod";
import type { JsonValue } from "@/workflows/json";
import type { Result } from "@/workflows/result";

/**
 * What a node runs in the function runtime. A `module` is a TypeScript file whose default export is
 * called with the input; `expressions` are TypeScript expressions over `input`, evaluated together
 * into one object with the same keys.
 */
export type NodeProgram =
  | { readonly form: "module"; readonly field: string; readonly source: string }
  | {
      readonly form: "expressions";
      readonly sources: Readonly<Record<string, string>>;
      /** What each expression must give, as a TypeScript type; one that is not named may give anything. */
      readonly types?: Readonly<Record<string, string>>;
    };

/** What a node's program returned, read by its kind: the output to record and the ports the run goes on from. */
export type NodeResolution = { readonly output: JsonValue; readonly ports: readonly string[] };

/** How a node's output type follows from its input type, for the editor and the type check. */
export type OutputType =
  | { readonly from: "module" }
  | { readonly from: "input" }
  | { readonly from: "type"; readonly type: string };

/**
 * Everything the whole product knows about a kind of node. Adding a kind is adding one of these, and
 * its look in `components/canvas/node-looks`.
 */
export type NodeKind<Kind extends string = string, Config extends z.ZodType = z.ZodType> = {
  readonly kind: Kind;
  readonly title: string;
  /** One plain sentence for the palette. */
  readonly description: string;
  readonly role: "trigger" | "step" | "control" | "response";
  readonly configSchema: Config;
  /** What a node dropped on the canvas starts with. */
  readonly defaultConfig: z.output<Config>;
  /** Names of the ports an edge may leave from; empty for a node that ends its branch. */
  outputPorts(config: z.output<Config>): readonly string[];
  /** Null for a node that runs nothing, such as a trigger. */
  program(config: z.output<Config>): NodeProgram | null;
  /** Reads what the program returned. An error is the author's mistake, in words for them. */
  resolve(returned: JsonValue, input: JsonValue, config: z.output<Config>): Result<NodeResolution, string>;
  outputType(config: z.output<Config>): OutputType;
  /** Only for triggers: the address deliveries find it by, unique among the workspace's triggers of this kind. */
  address?(config: z.output<Config>): string;
  /** Only for triggers: the key of the config that the address comes from, so that a clash is told there. */
  readonly addressField?: string;
};

export function defineNodeKind<Kind extends string, Config extends z.ZodType>(
  definition: NodeKind<Kind, Config>,
): NodeKind<Kind, Config> {
  return definition;
}
