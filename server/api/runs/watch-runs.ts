import { setTimeout as pause } from "node:timers/promises";
import { tracked } from "@trpc/server";
import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { type GatheredChanges, gatherRunChanges } from "@/server/api/runs/gather-run-changes";
import { type ApiContext, memberProcedure } from "@/server/api/trpc";
import { UserError } from "@/server/errors";

/** A revoked session's stream ends at most this long after. */
const RECHECK_MS = 3_000;
/** Between two hints about one run. */
const PAUSE_MS = 200;

const watchInput = z
  .object({
    runId: idInput.optional(),
    workflowId: idInput.optional(),
    /** Sent by the client when it connects again. */
    lastEventId: z.string().max(200).nullish(),
  })
  .prefault({});

/**
 * Hints that a run may be worth reading again, at most five a second for one run and always one after
 * its last change. What changed while the caller was away is not told: whoever connects reads once.
 */
export const watchRuns = memberProcedure.input(watchInput).subscription(({ ctx, input, signal = never() }) => {
  const { runId, workflowId } = input;
  const { workspaceId } = ctx.member;
  const gathered = gatherRunChanges(
    ctx.changes,
    (change) =>
      change.workspaceId === workspaceId &&
      (runId === undefined || change.runId === runId) &&
      (workflowId === undefined || change.workflowId === workflowId),
    signal,
  );
  return tellHints(gathered, { workspaceId, refreshMember: ctx.refreshMember }, signal);
});

type Watcher = Pick<ApiContext, "refreshMember"> & { readonly workspaceId: string };

async function* tellHints(gathered: GatheredChanges, watcher: Watcher, signal: AbortSignal) {
  let recheckAtMs = performance.now() + RECHECK_MS;
  let told = 0;
  try {
    while (!signal.aborted) {
      const changes = await gathered.take(Math.max(0, recheckAtMs - performance.now()));
      if (performance.now() >= recheckAtMs) {
        const member = await watcher.refreshMember();
        if (member?.workspaceId !== watcher.workspaceId) throw new UserError("signed-out", "Sign in again.");
        recheckAtMs = performance.now() + RECHECK_MS;
      }
      for (const { runId, workflowId, hasEnded } of changes) {
        told += 1;
        yield tracked(String(told), { runId, workflowId, hasEnded });
      }
      if (changes.length > 0) await pause(PAUSE_MS);
    }
  } finally {
    gathered.stop();
  }
}

function never(): AbortSignal {
  return new AbortController().signal;
}
