import { type KeptValue, keepValue } from "@/server/stored-value";
import type { NodeKind } from "@/workflows/definition/node-kind";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowNode } from "@/workflows/definition/workflow-definition";
import type { JsonValue } from "@/workflows/json";
import { err, ok, type Result } from "@/workflows/result";
import type { StepFailure, StepFailureCode } from "@/workflows/run/step-outcome";
import { VALUE_LIMIT_BYTES } from "@/workflows/run/value";

export type ResolvedOutput = { readonly kept: KeptValue; readonly ports: readonly string[] };

type ConfiguredKind = { readonly kind: NodeKind; readonly config: unknown };

/** A node of a published version never changes, so its config is parsed once. */
const configured = new WeakMap<WorkflowNode, ConfiguredKind>();

/** Reads what a node's program returned as its kind does: the output to record, and the ports to go on from. */
export function resolveOutput(
  node: WorkflowNode,
  returned: JsonValue,
  input: JsonValue,
): Result<ResolvedOutput, StepFailure> {
  const { kind, config } = getConfiguredKind(node);
  const resolution = kind.resolve(returned, input, config);
  if (!resolution.ok) return err(toFailure("invalid-result", resolution.error));

  const { output, ports } = resolution.value;
  const kept = keepValue(output);
  if (kept.sizeBytes > VALUE_LIMIT_BYTES) {
    return err(
      toFailure("output-too-large", `The output has ${kept.sizeBytes} bytes; ${VALUE_LIMIT_BYTES} is the limit.`),
    );
  }
  return ok({ kept, ports });
}

/** Trying again cannot help: the same program gives the same kind of answer. */
function toFailure(code: StepFailureCode, message: string): StepFailure {
  return { code, message, retryable: false };
}

function getConfiguredKind(node: WorkflowNode): ConfiguredKind {
  const known = configured.get(node);
  if (known !== undefined) return known;
  const kind = findNodeKind(node.kind);
  if (kind === null) throw new Error(`Node "${node.id}" has the unknown kind "${node.kind}".`);
  const found = { kind, config: kind.configSchema.parse(node.config) };
  configured.set(node, found);
  return found;
}
