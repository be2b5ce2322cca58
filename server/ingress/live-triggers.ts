import type pg from "pg";

/** Which version a trigger starts, as far as is known: the commit says whether it still does. */
export type LiveTrigger = { readonly versionId: string; readonly nodeId: string };

export type LiveTriggers = {
  /** Null when there is no such trigger. */
  find(triggerId: string): Promise<LiveTrigger | null>;
  /** To be called when the commit said otherwise. */
  forget(triggerId: string): void;
};

const MAX_KEPT = 2_000;

/** Remembers where triggers point, so that the hot path asks the database only in the commit itself. */
export function createLiveTriggers(pool: pg.Pool): LiveTriggers {
  const known = new Map<string, Promise<LiveTrigger | null>>();

  async function read(triggerId: string): Promise<LiveTrigger | null> {
    const { rows } = await pool.query<{ readonly version_id: string; readonly node_id: string }>({
      name: "ingress-trigger",
      text: "SELECT version_id, node_id FROM trigger WHERE id = $1",
      values: [triggerId],
    });
    const [row] = rows;
    if (row === undefined) known.delete(triggerId);
    return row === undefined ? null : { versionId: row.version_id, nodeId: row.node_id };
  }

  return {
    find: (triggerId) => {
      const found = known.get(triggerId);
      if (found !== undefined) return found;
      const reading = read(triggerId);
      known.set(triggerId, reading);
      reading.catch(() => known.delete(triggerId));
      const [oldest] = known.keys();
      if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest);
      return reading;
    },
    forget: (triggerId) => {
      known.delete(triggerId);
    },
  };
}
