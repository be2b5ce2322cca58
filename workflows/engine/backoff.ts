import type { RetryPolicy } from "@/workflows/definition/retry-policy";

/** An author may ask for a later retry, but not for one that outlives everybody's interest. */
const LONGEST_RETRY_AFTER_MS = 86_400_000;

/**
 * The delay between a failed attempt and the next one, in whole milliseconds.
 *
 * Exponential delays have full jitter (a uniform share of `initialDelayMs * 2^(attempt - 1)`, capped),
 * which spreads a crowd of retries best: Brooker, "Exponential Backoff and Jitter", AWS 2015. The
 * chance comes from `seed`, so that a replay waits for the same time.
 *
 * @param attempt the attempt that failed, from 1
 * @param seed anything unique to this attempt at this step of this run
 */
export function backoffDelayMs(policy: RetryPolicy, attempt: number, seed: string): number {
  if (policy.backoff === "fixed") return Math.min(policy.initialDelayMs, policy.maxDelayMs);
  const ceilingMs = Math.min(policy.initialDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return Math.round(ceilingMs * toUnitInterval(seed));
}

/** What the author asked for, within reason. */
export function retryAfterDelayMs(retryAfterMs: number): number {
  return Math.min(Math.max(0, Math.ceil(retryAfterMs)), LONGEST_RETRY_AFTER_MS);
}

/** Spreads a text evenly over [0, 1): FNV-1a with the finaliser of MurmurHash3. */
function toUnitInterval(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
