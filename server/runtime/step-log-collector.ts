import { toPlainText } from "@/server/runtime/plain-text";
import { LOG_LIMIT_BYTES, LOG_LINE_LIMIT, LOG_MESSAGE_LIMIT_CHARS, type LogLevel } from "@/server/runtime/protocol";
import type { StepLogLine } from "@/workflows/ports";

export const LOG_CUT_MARK =
  "The log is cut off here: an attempt keeps 1,000 lines and 256 KB. Log less, or only what you will look for.";

/** Longer than the harness ever sends, which adds a mark to what it has cut. */
const MESSAGE_LIMIT_CHARS = LOG_MESSAGE_LIMIT_CHARS + 100;

/** Keeps an attempt's log within its limits and says so, once, where it was cut. */
export function createStepLogCollector(
  onLog: (line: StepLogLine) => void,
  nowMs: () => number,
): { add(level: LogLevel, message: string): void } {
  let lines = 0;
  let bytes = 0;
  let isCut = false;
  return {
    add: (level, rawMessage) => {
      if (isCut) return;
      const message = toPlainText(rawMessage.slice(0, MESSAGE_LIMIT_CHARS));
      lines += 1;
      bytes += Buffer.byteLength(message);
      isCut = lines > LOG_LINE_LIMIT || bytes > LOG_LIMIT_BYTES;
      onLog(isCut ? { atMs: nowMs(), level: "warn", message: LOG_CUT_MARK } : { atMs: nowMs(), level, message });
    },
  };
}
