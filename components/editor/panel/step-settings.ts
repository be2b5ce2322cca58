import type { RetryPolicy } from "@/workflows/definition/retry-policy";

export type NumberRange = { readonly min: number; readonly max: number; readonly step: number };

/** The same bounds as the schema's, in the units people type. */
export const ranges = {
  retries: { min: 0, max: 20, step: 1 },
  delaySec: { min: 0, max: 3_600, step: 0.5 },
  timeoutSec: { min: 0.1, max: 900, step: 0.1 },
  memoryMb: { min: 64, max: 2_048, step: 1 },
} as const satisfies Record<string, NumberRange>;

/** The number in a field, brought into its range; null for what is no number. */
export function readNumber(text: string, { min, max, step }: NumberRange): number | null {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return null;
  const bounded = Math.min(Math.max(value, min), max);
  return step === 1 ? Math.round(bounded) : bounded;
}

/** The longest delay is never shorter than the first. */
export function changeRetry(policy: RetryPolicy, part: Partial<RetryPolicy>): RetryPolicy {
  const next = { ...policy, ...part };
  if (part.maxDelayMs !== undefined) return { ...next, initialDelayMs: Math.min(next.initialDelayMs, next.maxDelayMs) };
  return { ...next, maxDelayMs: Math.max(next.initialDelayMs, next.maxDelayMs) };
}
