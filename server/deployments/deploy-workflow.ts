import type { Database } from "@/server/db";
import type { WorkflowCompiler } from "@/server/deployments/compile-workflow";
import { addressProblems, declaredTriggers } from "@/server/deployments/declared-triggers";
import { createDeploymentStore, type DeploymentStore, type WorkflowKey } from "@/server/deployments/deployment-store";
import { UserError } from "@/server/errors";
import { hashDefinition } from "@/server/hash-definition";
import type { Problem } from "@/workflows/definition/problem";
import { parseDefinition, serializeDefinition } from "@/workflows/definition/serialize-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export type DeployRequest = WorkflowKey & {
  /** The draft the caller saw. Another one is not deployed in its place. */
  readonly revision: number;
  readonly userId: string | null;
  readonly note: string;
};

export type DeployResult =
  | {
      readonly status: "deployed";
      readonly versionId: string;
      readonly versionNumber: number;
      /** True when what is live already was the same, so that no version was made. */
      readonly isUnchanged: boolean;
    }
  | { readonly status: "refused"; readonly problems: readonly Problem[] }
  | { readonly status: "conflict"; readonly revision: number };

export interface Deployer {
  /**
   * Publishes a draft and makes it live in one step, or says why not. Runs under way keep their
   * version. Throws a UserError for a workflow that is not in this workspace.
   */
  deploy(request: DeployRequest): Promise<DeployResult>;
}

export type DeployerOptions = {
  readonly database: Pick<Database, "pool">;
  readonly compiler: Pick<WorkflowCompiler, "compile">;
  /** Called after the commit, before `deploy` resolves. */
  readonly onSwitched: (key: WorkflowKey & { readonly versionId: string }) => void;
};

export function createDeployer({ database, compiler, onSwitched }: DeployerOptions): Deployer {
  const store = createDeploymentStore(database);

  return {
    deploy: async (request) => {
      const draft = await readDraft(store, request);
      if (draft.revision !== request.revision) return { status: "conflict", revision: draft.revision };
      const { definition } = draft;
      const triggers = declaredTriggers(definition);
      const [compiled, taken] = await Promise.all([
        compiler.compile(definition),
        store.findTakenAddresses(request, triggers),
      ]);
      const problems = [...(compiled.ok ? [] : compiled.error), ...addressProblems(triggers, taken)];
      if (!compiled.ok || problems.length > 0) return { status: "refused", problems };

      const { workspaceId, workflowId, revision, note, userId } = request;
      const result = await store.switchVersion({
        ...{ workspaceId, workflowId, revision, note, userId, triggers },
        definitionText: serializeDefinition(definition),
        contentHash: hashDefinition(definition),
        bundle: compiled.value,
      });
      switch (result.kind) {
        case "not-found":
          throw noSuchWorkflow();
        case "conflict":
          return { status: "conflict", revision: result.revision };
        case "address-taken":
          return { status: "refused", problems: addressProblems(triggers, result.taken) };
        case "switched": {
          const { versionId, versionNumber, isUnchanged } = result;
          onSwitched({ workspaceId, workflowId, versionId });
          return { status: "deployed", versionId, versionNumber, isUnchanged };
        }
      }
    },
  };
}

async function readDraft(
  store: DeploymentStore,
  key: WorkflowKey,
): Promise<{ readonly definition: WorkflowDefinition; readonly revision: number }> {
  const draft = await store.findDraft(key);
  if (draft === null) throw noSuchWorkflow();
  const definition = parseDefinition(draft.text);
  if (!definition.ok) throw new Error(`The draft of workflow "${key.workflowId}" cannot be read: ${definition.error}`);
  return { definition: definition.value, revision: draft.revision };
}

function noSuchWorkflow(): UserError {
  return new UserError("not-found", "There is no such workflow. It may have been deleted.");
}
