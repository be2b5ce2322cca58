import { createStore } from "zustand/vanilla";

type Hook = { readonly nodeId: string; readonly method: string; readonly url: string };

export type DeploymentState = {
  /** The hash of the draft as the server last confirmed it. */
  readonly draftHash: string;
  readonly deployed: { readonly versionNumber: number; readonly contentHash: string } | null;
  /** The URLs that are answered at this moment. */
  readonly hooks: readonly Hook[];
  readonly isDeploying: boolean;
};

type Opened = {
  readonly draftHash: string;
  readonly deployed: { readonly versionNumber: number; readonly contentHash: string } | null;
  readonly hooks: readonly Hook[];
};

export type Deployment = ReturnType<typeof createDeployment>;

/** What is live of the open workflow, and whether the draft is ahead of it. */
export function createDeployment({ draftHash, deployed, hooks }: Opened) {
  const store = createStore<DeploymentState>()(() => ({ draftHash, deployed, hooks, isDeploying: false }));
  return {
    store,
    saved: (hash: string) => store.setState({ draftHash: hash }),
    began: () => store.setState({ isDeploying: true }),
    ended: () => store.setState({ isDeploying: false }),
    switched: (live: {
      readonly versionNumber: number;
      readonly contentHash: string;
      readonly hooks: readonly Hook[];
    }) => {
      const { versionNumber, contentHash } = live;
      store.setState({ deployed: { versionNumber, contentHash }, hooks: live.hooks });
    },
  };
}

/** Whether the saved draft is the very graph that is live. */
export function isLive({ deployed, draftHash }: DeploymentState): boolean {
  return deployed !== null && deployed.contentHash === draftHash;
}
