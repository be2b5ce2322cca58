const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A length of time in its two largest units, as in `840 µs`, `12.4 ms`, `3.2 s`, `4 min 5 s`. */
export function formatDuration(durationMs: number): string {
  // Rounded first, so that 59,999 ms is a minute and not `60 s`.
  if (durationMs < 0.9995) return `${Math.max(0, Math.round(durationMs * 1_000))} µs`;
  if (durationMs < 99.95) return `${trimZero(durationMs.toFixed(1))} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${trimZero((durationMs / SECOND_MS).toFixed(durationMs < 9_995 ? 2 : 1))} s`;
  const wholeMs = Math.round(durationMs / SECOND_MS) * SECOND_MS;
  if (wholeMs < HOUR_MS) return pair(wholeMs, MINUTE_MS, "min", SECOND_MS, "s");
  if (wholeMs < DAY_MS) return pair(wholeMs, HOUR_MS, "h", MINUTE_MS, "min");
  return pair(wholeMs, DAY_MS, "d", HOUR_MS, "h");
}

function pair(ms: number, majorMs: number, major: string, minorMs: number, minor: string): string {
  const majors = Math.floor(ms / majorMs);
  const minors = Math.floor((ms % majorMs) / minorMs);
  return minors === 0 ? `${majors} ${major}` : `${majors} ${major} ${minors} ${minor}`;
}

function trimZero(decimal: string): string {
  return decimal.replace(/\.?0+$/, "");
}
