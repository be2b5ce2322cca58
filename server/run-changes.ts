import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import type { RunChange, RunChanges } from "@/workflows/ports";

const CHANNEL = "millrace_run_changes";
/** How long changes are gathered before the other processes are told: NOTIFY holds a lock that all commits share. */
const GATHER_MS = 100;
/** PostgreSQL takes less than 8,000 bytes; a change is about 180. */
const CHANGES_PER_NOTICE = 30;
const RECONNECT_MS = 1_000;

const noticeSchema = z.object({
  from: z.string(),
  changes: z.array(
    z.object({ runId: z.string(), workspaceId: z.string(), workflowId: z.string(), hasEnded: z.boolean() }),
  ),
});

export type RunChangesHub = RunChanges & {
  /** Resolves once this process hears the others. A connection that breaks later is made again by itself. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Tells listeners in this process at once, and those in others within about 100 ms through the
 * database. A hint can be lost with its process or connection: whoever needs the fact reads it.
 */
export function createRunChanges(
  database: { readonly pool: pg.Pool; readonly url: string },
  onError: (error: unknown) => void,
): RunChangesHub {
  const self = randomUUID();
  const listeners = new Set<(change: RunChange) => void>();
  const gathered = new Map<string, RunChange>();
  let gathering: NodeJS.Timeout | null = null;
  let reconnecting: NodeJS.Timeout | null = null;
  let client: pg.Client | null = null;
  let isStopped = false;

  function deliver(change: RunChange): void {
    for (const listener of listeners) listener(change);
  }

  function publish(change: RunChange): void {
    deliver(change);
    // Of several changes to one run the latest says it all.
    gathered.set(change.runId, change);
    gathering ??= setTimeout(() => void notifyOthers(), GATHER_MS);
  }

  async function notifyOthers(): Promise<void> {
    gathering = null;
    const changes = [...gathered.values()];
    gathered.clear();
    try {
      for (let from = 0; from < changes.length; from += CHANGES_PER_NOTICE) {
        const notice = { from: self, changes: changes.slice(from, from + CHANGES_PER_NOTICE) };
        await database.pool.query("SELECT pg_notify($1, $2)", [CHANNEL, JSON.stringify(notice)]);
      }
    } catch (error) {
      onError(error);
    }
  }

  async function listen(): Promise<void> {
    const connection = new pg.Client({ connectionString: database.url });
    connection.on("notification", ({ payload }) => {
      const notice = noticeSchema.parse(JSON.parse(payload ?? ""));
      if (notice.from !== self) for (const change of notice.changes) deliver(change);
    });
    connection.on("error", onError);
    connection.on("end", () => listenAgainSoon());
    await connection.connect();
    await connection.query(`LISTEN ${CHANNEL}`);
    client = connection;
  }

  function listenAgainSoon(): void {
    if (isStopped || reconnecting !== null) return;
    reconnecting = setTimeout(() => {
      reconnecting = null;
      listen().catch((error: unknown) => {
        onError(error);
        listenAgainSoon();
      });
    }, RECONNECT_MS);
  }

  return {
    publish,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: listen,
    stop: async () => {
      isStopped = true;
      if (reconnecting !== null) clearTimeout(reconnecting);
      if (gathering !== null) {
        clearTimeout(gathering);
        await notifyOthers();
      }
      await client?.end();
    },
  };
}
