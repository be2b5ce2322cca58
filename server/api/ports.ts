import type { Problem } from "@/workflows/definition/problem";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export type DeployRequest = {
  readonly workspaceId: string;
  readonly workflowId: string;
  /** The revision the person saw when they pressed Deploy. */
  readonly revision: number;
  readonly userId: string;
  readonly note: string;
};

export type DeployResult =
  | { readonly status: "deployed"; readonly versionId: string; readonly versionNumber: number }
  | { readonly status: "refused"; readonly problems: readonly Problem[] }
  /** The draft has another revision by now. */
  | { readonly status: "conflict"; readonly revision: number };

export interface Deployer {
  /** Resolves once the version is live. Throws a `not-found` UserError when the workspace has no such workflow. */
  deploy(request: DeployRequest): Promise<DeployResult>;
}

export interface DefinitionChecker {
  /** Everything that keeps the definition from being published. */
  check(definition: WorkflowDefinition): Promise<readonly Problem[]>;
}
