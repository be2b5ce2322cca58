import type { WorkflowStore } from "@/server/workflows/stored-workflow";
import { helloTemplate } from "@/workflows/templates/hello";

/** Always the same, so that it can be told whether the sample was put in before. */
const SAMPLE_ID = "01940000-0000-7000-8000-00005a3b7e01";

type Owner = { readonly userId: string; readonly workspaceId: string };

type SampleDeployer = {
  deploy(request: {
    readonly workspaceId: string;
    readonly workflowId: string;
    readonly revision: number;
    readonly userId: string;
    readonly note: string;
  }): Promise<{ readonly status: string }>;
};

export type SamplePorts = {
  readonly workflows: Pick<WorkflowStore, "create" | "find">;
  readonly deployer: SampleDeployer;
};

/** Puts the sample workflow into a fresh workspace and deploys it, or goes on with that after a crash. */
export function createSampleInstaller({ workflows, deployer }: SamplePorts) {
  return {
    ensureSample: async ({ userId, workspaceId }: Owner): Promise<void> => {
      const key = { workspaceId, workflowId: SAMPLE_ID };
      // The row of a deleted sample is still there, so `create` changes nothing and `find` finds nothing.
      await workflows.create(workspaceId, { id: SAMPLE_ID, name: "Hello", definition: helloTemplate });
      const sample = await workflows.find(key);
      const isUntouched = sample?.draftRevision === 1 && sample.deployed === null;
      if (!isUntouched) return;
      const { status } = await deployer.deploy({ ...key, userId, revision: 1, note: "Sample" });
      if (status !== "deployed") throw new Error(`The sample workflow could not be deployed: ${status}.`);
    },
    /** The hook's path, while the sample answers; null once it was deleted or has another. */
    findSamplePath: async ({ workspaceId }: Pick<Owner, "workspaceId">): Promise<string | null> => {
      const sample = await workflows.find({ workspaceId, workflowId: SAMPLE_ID });
      return sample?.triggers.find(({ kind }) => kind === "http-trigger")?.address ?? null;
    },
  };
}
