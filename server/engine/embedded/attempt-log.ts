import type { LogWriter, PlacedLogLine } from "@/server/engine/embedded/log-writer";
import type { StepLogLine } from "@/workflows/ports";

/** Lines are seen by a reader at most this long after they were logged. */
const FLUSH_AFTER_MS = 200;
const FLUSH_AT_LINES = 500;

type Attempt = Pick<PlacedLogLine, "runId" | "workspaceId" | "nodePath" | "attempt">;

export type AttemptLog = {
  add(line: StepLogLine): void;
  /** Resolves when every line added so far is written. */
  flush(): Promise<void>;
};

/** Numbers an attempt's lines and hands them on in handfuls. */
export function createAttemptLog(attempt: Attempt, writer: LogWriter): AttemptLog {
  let lines: PlacedLogLine[] = [];
  let seq = 0;
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<unknown> = Promise.resolve();

  function handOn(): void {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length === 0) return;
    written = Promise.all([written, writer.write(lines)]);
    lines = [];
  }

  return {
    add: (line) => {
      seq += 1;
      lines.push({ ...attempt, ...line, seq });
      if (lines.length >= FLUSH_AT_LINES) handOn();
      else timer ??= setTimeout(handOn, FLUSH_AFTER_MS);
    },
    flush: async () => {
      handOn();
      await written;
    },
  };
}
