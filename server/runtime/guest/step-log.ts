import { Buffer } from "node:buffer";
import { Console } from "node:console";
import { Writable } from "node:stream";
import {
  LOG_FLOOD_BYTES,
  LOG_LIMIT_BYTES,
  LOG_LINE_LIMIT,
  LOG_MESSAGE_LIMIT_CHARS,
  type LogLevel,
} from "@/server/runtime/protocol";

const { byteLength } = Buffer;

/** How much one invocation has logged, and where its lines go. */
export type LogSink = {
  send(level: LogLevel, message: string): void;
  flood(): void;
  lines: number;
  bytes: number;
  readonly partial: Map<LogLevel, string>;
};

const levels: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  trace: "debug",
  warn: "warn",
  error: "error",
  assert: "error",
};

/** Writes one message, as long as the invocation's log has room; after that it only counts. */
export function writeLine(sink: LogSink, level: LogLevel, message: string): void {
  sink.lines += 1;
  sink.bytes += message.length > LOG_LIMIT_BYTES ? message.length : byteLength(message);
  if (sink.bytes > LOG_FLOOD_BYTES) sink.flood();
  const isLong = message.length > LOG_MESSAGE_LIMIT_CHARS;
  const text = isLong ? `${message.slice(0, LOG_MESSAGE_LIMIT_CHARS)}… (cut: ${message.length} characters)` : message;
  // The platform keeps the exact limits. One line more tells it that they were passed.
  const before = sink.bytes - message.length;
  if (sink.lines <= LOG_LINE_LIMIT + 1 && before <= LOG_LIMIT_BYTES + LOG_MESSAGE_LIMIT_CHARS) sink.send(level, text);
}

/** Sends what was written to standard output without a line feed at its end. */
export function flushPartialLines(sink: LogSink): void {
  for (const [level, text] of sink.partial) if (text !== "") writeLine(sink, level, text);
  sink.partial.clear();
}

/**
 * Sends everything that is printed, by whichever way, to the log of the invocation it belongs to.
 * What a finished invocation left behind prints into nothing.
 */
export function installConsole(findSink: () => LogSink | null): Console {
  let level: LogLevel = "info";
  const toLine = {
    write: (text: string) => {
      const sink = findSink();
      if (sink !== null) writeLine(sink, level, text.endsWith("\n") ? text.slice(0, -1) : text);
      return true;
    },
  };
  // safety: Console only ever calls write on its stream when errors are not to be ignored.
  const stream = toLine as unknown as NodeJS.WritableStream;
  const inner = new Console({ stdout: stream, stderr: stream, ignoreErrors: false, colorMode: false });
  for (const name of Object.keys(inner)) {
    // safety: the own keys of a Console are its methods.
    const methods = inner as unknown as Record<string, unknown>;
    const method = methods[name];
    if (typeof method !== "function") continue;
    methods[name] = (...args: unknown[]) => {
      level = levels[name] ?? "info";
      return method.apply(inner, args);
    };
  }
  globalThis.console = inner;
  replaceStream("stdout", "info", findSink);
  replaceStream("stderr", "error", findSink);
  return inner;
}

function replaceStream(name: "stdout" | "stderr", level: LogLevel, findSink: () => LogSink | null): void {
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      const sink = findSink();
      if (sink !== null) appendText(sink, level, typeof chunk === "string" ? chunk : chunk.toString("utf8"));
      done();
    },
  });
  Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true, writable: true });
}

function appendText(sink: LogSink, level: LogLevel, text: string): void {
  const lines = ((sink.partial.get(level) ?? "") + text).split("\n");
  const rest = lines.pop() ?? "";
  for (const line of lines) writeLine(sink, level, line);
  if (rest.length > LOG_MESSAGE_LIMIT_CHARS) {
    writeLine(sink, level, rest);
    sink.partial.delete(level);
    return;
  }
  sink.partial.set(level, rest);
}
