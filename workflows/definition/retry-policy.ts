import { z } from "zod";

export const retryPolicySchema = z.object({
  /** How many times a failed step is tried again; 0 is never. */
  retries: z.number().int().min(0).max(20),
  backoff: z.enum(["fixed", "exponential"]),
  /** The time before the first retry. */
  initialDelayMs: z.number().int().min(0).max(3_600_000),
  /** No delay is longer than this, whatever the backoff says. */
  maxDelayMs: z.number().int().min(0).max(86_400_000),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** Four retries with exponential backoff and full jitter, as promised in docs/architecture.md. */
export const defaultRetryPolicy: RetryPolicy = {
  retries: 4,
  backoff: "exponential",
  initialDelayMs: 1_000,
  maxDelayMs: 60_000,
};
