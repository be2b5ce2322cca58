import type pg from "pg";

export type HeldEpoch = { readonly runId: string; readonly epoch: number };

/** Of the runs we believe we carry, those that somebody else has claimed, or ended, since. */
export async function findLostRuns(pool: pg.Pool, held: readonly HeldEpoch[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly run_id: string }>({
    name: "engine-lost",
    text: `SELECT h.run_id FROM unnest($1::uuid[], $2::int[]) AS h(run_id, epoch)
      WHERE NOT EXISTS (SELECT FROM run_work w WHERE w.run_id = h.run_id AND w.epoch = h.epoch)`,
    values: [held.map(({ runId }) => runId), held.map(({ epoch }) => epoch)],
  });
  return rows.map((row) => row.run_id);
}
