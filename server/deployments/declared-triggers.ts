import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { Problem } from "@/workflows/definition/problem";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** A trigger as a workflow asks for it. */
export type DeclaredTrigger = {
  readonly nodeId: string;
  readonly kind: string;
  readonly address: string;
  readonly addressField: string | null;
  readonly config: WorkflowNode["config"];
};

/** Another workflow of the workspace that has an address already. */
export type TakenAddress = { readonly kind: string; readonly address: string; readonly workflowName: string };

/** The triggers of a workflow whose forms are right; those of another are not among them. */
export function declaredTriggers({ nodes }: WorkflowDefinition): readonly DeclaredTrigger[] {
  return nodes.flatMap((node) => {
    const kind = findNodeKind(node.kind);
    const config = kind?.configSchema.safeParse(node.config);
    if (kind?.address === undefined || config?.success !== true) return [];
    const address = kind.address(config.data);
    return [
      { nodeId: node.id, kind: node.kind, address, addressField: kind.addressField ?? null, config: node.config },
    ];
  });
}

/** One problem for every trigger whose address another workflow has. */
export function addressProblems(
  triggers: readonly DeclaredTrigger[],
  taken: readonly TakenAddress[],
): readonly Problem[] {
  return triggers.flatMap(({ nodeId, kind, address, addressField }) => {
    const owner = taken.find((other) => other.kind === kind && other.address === address);
    if (owner === undefined) return [];
    const message = `The workflow "${owner.workflowName}" answers at "${address}" already. Choose another address.`;
    return [{ code: "address-taken", message, nodeId, field: addressField }];
  });
}
