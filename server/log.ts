import { destination, type Logger, pino, stdTimeFunctions } from "pino";

export type Log = Logger;

/** One event a line of JSON on stderr: stdout is for what people and scripts read. Secrets are cut out by name. */
export function createLog(level: "debug" | "info" | "warn" | "error"): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: ["*.password", "*.token", "*.secret", "*.authorization", "*.cookie"], censor: "[redacted]" },
    },
    destination({ dest: 2, sync: true }),
  );
}
