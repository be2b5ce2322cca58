const SECOND_MS = 1_000;
const steps = [
  { unit: "second", ms: SECOND_MS, below: 60 },
  { unit: "minute", ms: 60 * SECOND_MS, below: 60 },
  { unit: "hour", ms: 3_600 * SECOND_MS, below: 24 },
  { unit: "day", ms: 86_400 * SECOND_MS, below: 30 },
  { unit: "month", ms: 30 * 86_400 * SECOND_MS, below: 12 },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { style: "narrow", numeric: "always" });

/** How long ago, in one unit and never in the future: clocks of two machines differ. */
export function formatRelativeTime(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < 5 * SECOND_MS) return "just now";
  for (const { unit, ms, below } of steps) {
    const count = Math.floor(agoMs / ms);
    if (count < below) return relative.format(-count, unit);
  }
  return relative.format(-Math.floor(agoMs / (365 * 86_400 * SECOND_MS)) || -1, "year");
}
