import { create } from "zustand";

type ConnectionStore = {
  /** False from the first request that got no answer until one that does. */
  readonly isReachable: boolean;
};

/** Whether the server answers. `navigator.onLine` cannot say: a server on this machine needs no network. */
export const useConnection = create<ConnectionStore>(() => ({ isReachable: true }));

export function noteReachable(isReachable: boolean): void {
  if (useConnection.getState().isReachable !== isReachable) useConnection.setState({ isReachable });
}
