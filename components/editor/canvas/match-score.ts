/**
 * How well an entry answers what was typed, from 0 (not at all) to 1. The beginning of its name counts
 * most, then the beginning of a word, then any part of it; its description counts last.
 */
export function matchScore(name: string, typed: string, description: readonly string[] = []): number {
  const wanted = typed.trim().toLowerCase();
  const text = name.toLowerCase();
  if (wanted === "" || text.startsWith(wanted)) return 1;
  if (text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 0.8;
  if (text.includes(wanted)) return 0.6;
  return description.some((part) => part.toLowerCase().includes(wanted)) ? 0.2 : 0;
}
