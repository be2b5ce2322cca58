export const problemCodes = [
  "no-trigger",
  "unknown-kind",
  "duplicate-id",
  "duplicate-name",
  "missing-field",
  "invalid-field",
  "unknown-node",
  "unknown-port",
  "duplicate-edge",
  "cycle",
  "orphan",
  "address-taken",
  "type-error",
  "bundle-error",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Why a workflow cannot be deployed: which node, which field of its form, which line of its code, and the mend. */
export type Problem = {
  readonly code: ProblemCode;
  readonly message: string;
  /** Null when the whole workflow is meant. */
  readonly nodeId: string | null;
  /** A key of the node's config, or `name`. */
  readonly field: string | null;
  /** Where in the field's source, counted from 1; only for code and expressions. */
  readonly location?: { readonly line: number; readonly column: number };
};
