export const runStatuses = ["queued", "running", "waiting", "succeeded", "failed", "cancelled"] as const;

/** How a run is doing, as people are told. */
export type RunStatus = (typeof runStatuses)[number];

/** Whether nothing more will happen in the run. */
export function hasEnded(status: RunStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}
