import type pg from "pg";
import type { JsonValue } from "@/workflows/json";

export type ValueReader = {
  /** The value kept beside a run's journal under this hash. Throws when there is none: references never dangle. */
  read(runId: string, hash: string): Promise<JsonValue>;
};

/** Reads large values, and remembers the last few: the steps after a large output tend to ask for it in a row. */
export function createValueReader(pool: pg.Pool, maxCachedChars = 16 * 1_024 * 1_024): ValueReader {
  const cache = new Map<string, { readonly json: JsonValue; readonly chars: number }>();
  let cachedChars = 0;

  function remember(key: string, json: JsonValue, chars: number): void {
    if (cache.has(key)) return;
    cache.set(key, { json, chars });
    cachedChars += chars;
    for (const [oldest, entry] of cache) {
      if (cachedChars <= maxCachedChars) return;
      cache.delete(oldest);
      cachedChars -= entry.chars;
    }
  }

  return {
    read: async (runId, hash) => {
      const key = `${runId}/${hash}`;
      const cached = cache.get(key);
      if (cached !== undefined) return cached.json;
      const { rows } = await pool.query<{ readonly json: string }>({
        name: "engine-value",
        text: "SELECT json FROM run_value WHERE run_id = $1 AND hash = $2",
        values: [runId, hash],
      });
      const text = rows[0]?.json;
      if (text === undefined) throw new Error(`Run "${runId}" refers to the value "${hash}", which is not stored.`);
      // safety: `json` holds what JSON.stringify wrote.
      const json = JSON.parse(text) as JsonValue;
      remember(key, json, text.length);
      return json;
    },
  };
}
