const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** A size in the largest unit that keeps it at 1 or more; a unit is 1,024 of the one before. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let index = 0;
  // 1,023.5 of a unit would be shown as 1,024 of it.
  while (value >= 1_023.5 && index < units.length - 1) {
    value /= 1_024;
    index += 1;
  }
  const digits = index === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${units[index]}`;
}
