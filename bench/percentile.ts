/** The value that `share` (0 to 1) of the samples do not exceed, by the nearest rank. NaN for no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Two decimals are more than these measurements can carry. */
export function round(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}
