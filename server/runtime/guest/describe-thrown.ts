import { inspect } from "node:util";
import { MESSAGE_LIMIT_CHARS, STACK_LIMIT_CHARS, type ThrownError } from "@/server/runtime/protocol";

const NAME_LIMIT_CHARS = 100;
const CAUSE_LIMIT = 3;

/** Describes whatever was thrown, an Error or not, without ever throwing itself. */
export function describeThrown(thrown: unknown): ThrownError {
  if (!isObject(thrown)) return nonError(describeValue(thrown));
  const stack = readText(thrown, "stack");
  const message = readText(thrown, "message");
  if (message === null && stack === null) return { ...nonError(describeValue(thrown)), ...readWishes(thrown) };
  return {
    name: (readText(thrown, "name") ?? "Error").slice(0, NAME_LIMIT_CHARS),
    message: withCauses(message ?? "", thrown).slice(0, MESSAGE_LIMIT_CHARS),
    stack: (stack ?? "").slice(0, STACK_LIMIT_CHARS),
    ...readWishes(thrown),
  };
}

function nonError(description: string): ThrownError {
  const message = `The step threw ${description}, which is not an Error. Throw new Error("…") to get a place in the code.`;
  return { name: null, message, stack: "", isRetryable: true, retryAfterMs: null };
}

function readWishes(thrown: object): Pick<ThrownError, "isRetryable" | "retryAfterMs"> {
  const retryAfterMs = read(thrown, "retryAfterMs");
  const isUsable = typeof retryAfterMs === "number" && Number.isFinite(retryAfterMs) && retryAfterMs >= 0;
  return {
    isRetryable: read(thrown, "nonRetriable") !== true,
    retryAfterMs: isUsable ? Math.ceil(retryAfterMs) : null,
  };
}

/** "fetch failed" says nothing; what it was caused by does. */
function withCauses(message: string, thrown: object): string {
  let text = message;
  let cause = read(thrown, "cause");
  for (let depth = 0; depth < CAUSE_LIMIT && isObject(cause); depth += 1) {
    const reason = readText(cause, "message");
    if (reason) text += ` (cause: ${reason.slice(0, 1_000)})`;
    cause = read(cause, "cause");
  }
  return text;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function readText(value: object, key: string): string | null {
  const text = read(value, key);
  return typeof text === "string" ? text : null;
}

function read(value: object, key: string): unknown {
  try {
    // safety: any object may be asked for any property; a getter that throws is caught.
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

function describeValue(value: unknown): string {
  try {
    return inspect(value, { depth: 1, maxStringLength: 500, maxArrayLength: 10, customInspect: false });
  } catch {
    return "a value that cannot be shown";
  }
}
