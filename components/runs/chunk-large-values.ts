import type { JsonObject, JsonValue } from "@/workflows/json";

/** More siblings than this in one place make a browser stutter. */
export const CHUNK_SIZE = 100;

/** The same value for showing: lists and objects with more than `CHUNK_SIZE` entries are split into ranges. */
export function chunkLargeValues(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) {
    const items = value.map(chunkLargeValues);
    return items.length <= CHUNK_SIZE
      ? items
      : chunk(
          items,
          (start, end) => `${start} … ${end}`,
          (part) => part,
        );
  }
  const entries = Object.entries(value).map(([key, child]) => [key, chunkLargeValues(child)] as const);
  if (entries.length <= CHUNK_SIZE) return Object.fromEntries(entries);
  return chunk(
    entries,
    (start, end) => `${entries[start]?.[0] ?? start} … ${entries[end]?.[0] ?? end}`,
    (part) => Object.fromEntries(part),
  );
}

function chunk<Item>(
  items: readonly Item[],
  nameOf: (start: number, end: number) => string,
  toValue: (part: readonly Item[]) => JsonValue,
): JsonObject {
  const chunks: [string, JsonValue][] = [];
  for (let start = 0; start < items.length; start += CHUNK_SIZE) {
    const end = Math.min(start + CHUNK_SIZE, items.length);
    chunks.push([nameOf(start, end - 1), toValue(items.slice(start, end))]);
  }
  return Object.fromEntries(chunks);
}

// `Array.isArray` does not narrow a readonly array.
function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
