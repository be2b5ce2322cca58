/** A time as it goes over the wire. */
export function toIso(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function toIsoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : toIso(atMs);
}
