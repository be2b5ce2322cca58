import type pg from "pg";
import { createBatcher } from "@/server/batcher";
import type { ReportError } from "@/server/engine/embedded/engine-settings";
import { retryOutage } from "@/server/engine/embedded/retry-outage";
import type { StepLogLine } from "@/workflows/ports";

/** The attempt that a line belongs to, and the line's place in it. */
export type PlacedLogLine = StepLogLine & {
  readonly runId: string;
  readonly workspaceId: string;
  readonly nodePath: string;
  readonly attempt: number;
  readonly seq: number;
};

export type LogWriter = {
  /** Writes lines of one attempt, soon. Resolves when they are written, or a mark in their place because too much waits. */
  write(lines: readonly PlacedLogLine[]): Promise<void>;
};

type PendingLines = { readonly lines: readonly PlacedLogLine[]; readonly bytes: number; readonly resolve: () => void };

/** While the database is away lines wait in memory, up to this much; of what comes after only marks are kept. */
const MAX_WAITING_BYTES = 32 * 1_024 * 1_024;
export const LOG_GAP_MARK = "Lines are missing here: the database was away, and there was no more room to keep them.";

// Not flushed by itself: the result that follows the lines flushes the log before it, and theirs with it.
const logSql = `
WITH lazily AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO log_line (run_id, node_path, attempt, seq, workspace_id, at, level, message)
SELECT l.run_id, l.node_path, l.attempt, l.seq, l.workspace_id, to_timestamp(l.at_ms / 1000), l.level, l.message
FROM lazily, unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::uuid[], $6::float8[], $7::text[], $8::text[])
  AS l(run_id, node_path, attempt, seq, workspace_id, at_ms, level, message)
ON CONFLICT DO NOTHING`;

type Writer = { readonly report: ReportError; readonly signal: AbortSignal };

/** @param writer its signal ends the waiting for a database that is away */
export function createLogWriter(pool: pg.Pool, writer: Writer, maxWaitingBytes = MAX_WAITING_BYTES): LogWriter {
  const batcher = createBatcher<PendingLines>({
    write: (batch) => writeLines(pool, batch, writer),
    sizeOf: ({ bytes }) => bytes,
    maxItems: 1_000,
    maxBytes: 1_024 * 1_024,
    maxInFlight: 1,
  });
  return {
    write: (wanted) => {
      const lines = batcher.waiting().bytes > maxWaitingBytes ? wanted.slice(0, 1).map(toGapMark) : wanted;
      const bytes = lines.reduce((sum, line) => sum + line.message.length + 100, 0);
      return new Promise((resolve) => batcher.add({ lines, bytes, resolve }));
    },
  };
}

function toGapMark(first: PlacedLogLine): PlacedLogLine {
  return { ...first, level: "warn", message: LOG_GAP_MARK };
}

async function writeLines(pool: pg.Pool, batch: readonly PendingLines[], writer: Writer): Promise<void> {
  const lines = batch.flatMap((pending) => pending.lines);
  try {
    await retryOutage(() => insertLines(pool, lines), writer.signal);
  } catch (error) {
    // safety: pg rejects with errors only. A run is worth more than its log, so it goes on without.
    if (!writer.signal.aborted) writer.report(error as Error, {});
  }
  for (const { resolve } of batch) resolve();
}

async function insertLines(pool: pg.Pool, lines: readonly PlacedLogLine[]): Promise<void> {
  await pool.query({
    name: "engine-log",
    text: logSql,
    values: [
      lines.map(({ runId }) => runId),
      lines.map(({ nodePath }) => nodePath),
      lines.map(({ attempt }) => attempt),
      lines.map(({ seq }) => seq),
      lines.map(({ workspaceId }) => workspaceId),
      lines.map(({ atMs }) => atMs),
      lines.map(({ level }) => level),
      lines.map(({ message }) => toStorableText(message)),
    ],
  });
}

/** PostgreSQL's text holds no NUL, and UTF-8 no lone surrogates. */
function toStorableText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").toWellFormed();
}
