/**
 * Which rows `w` of `run_work` nobody carries: free ones, those of a worker whose lease has run out, and
 * those leased to worker `$1` that it does not know of. The last are what a connection left that was lost
 * between a commit and its answer. What the worker knows of, its ids in `$2`, is never among them: a park
 * whose answer was lost leaves a free row to a driver that has yet to hear of it.
 */
export const isClaimable = `(
  w.run_id <> ALL($2::uuid[])
  AND (w.lease_owner IS NULL
    OR w.lease_owner = $1::uuid
    OR NOT EXISTS (SELECT FROM worker k WHERE k.id = w.lease_owner AND k.expires_at > now()))
)`;

/** Milliseconds until the next claimable run is due, zero or less when one is due already, null when there is none. */
export const nextDueInMs = `(
  SELECT (extract(epoch FROM w.due_at - now()) * 1000)::float8 FROM run_work w
  WHERE ${isClaimable} ORDER BY w.due_at LIMIT 1
)`;
