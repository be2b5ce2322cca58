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
  const deliver = (change: RunChange) => {
    for (const listener of listeners) listener(change);
  };
  const teller = createTeller({ pool: database.pool, self, onError });
  const ear = createEar({ url: database.url, self, deliver, onError });

  return {
    publish: (change) => {
      deliver(change);
      teller.tell(change);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: ear.listen,
    stop: async () => {
      await teller.stop();
      await ear.stop();
    },
  };
}

type TellerOptions = {
  readonly pool: pg.Pool;
  readonly self: string;
  readonly onError: (error: unknown) => void;
};

/** Gathers changes and tells the other processes, one notice after the other. */
function createTeller({ pool, self, onError }: TellerOptions) {
  const gathered = new Map<string, RunChange>();
  let timer: NodeJS.Timeout | null = null;
  let telling: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    const changes = [...gathered.values()];
    gathered.clear();
    try {
      for (let from = 0; from < changes.length; from += CHANGES_PER_NOTICE) {
        const notice = { from: self, changes: changes.slice(from, from + CHANGES_PER_NOTICE) };
        await pool.query("SELECT pg_notify($1, $2)", [CHANNEL, JSON.stringify(notice)]);
      }
    } catch (error) {
      onError(error);
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // Never two at a time: while the database hangs, changes gather instead of queries.
    telling = telling.then(send);
    return telling;
  }

  return {
    tell: (change: RunChange) => {
      // Of several changes to one run the latest says it all.
      gathered.set(change.runId, change);
      timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    stop: flush,
  };
}

type EarOptions = {
  readonly url: string;
  readonly self: string;
  readonly deliver: (change: RunChange) => void;
  readonly onError: (error: unknown) => void;
};

/** Hears what other processes tell, on a connection of its own that is made again when it breaks. */
function createEar({ url, self, deliver, onError }: EarOptions) {
  let client: pg.Client | null = null;
  let reconnecting: NodeJS.Timeout | null = null;
  let isStopped = false;

  function hear(payload: string | undefined): void {
    const notice = parseNotice(payload);
    if (notice === null) onError(new Error("A notice about runs is not one that this build understands."));
    else if (notice.from !== self) for (const change of notice.changes) deliver(change);
  }

  async function listen(): Promise<void> {
    const connection = new pg.Client({ connectionString: url, keepAlive: true });
    connection.on("notification", ({ payload }) => hear(payload));
    connection.on("error", onError);
    connection.on("end", listenAgainSoon);
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
    listen,
    stop: async () => {
      isStopped = true;
      if (reconnecting !== null) clearTimeout(reconnecting);
      await client?.end();
    },
  };
}

/** Null for what another build may have sent. */
function parseNotice(payload: string | undefined): z.infer<typeof noticeSchema> | null {
  try {
    return noticeSchema.parse(JSON.parse(payload ?? ""));
  } catch {
    return null;
  }
}
