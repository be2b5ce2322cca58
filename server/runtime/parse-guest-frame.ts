import {
  type GuestFrame,
  type LogLevel,
  MESSAGE_LIMIT_CHARS,
  OUTPUT_DEPTH_LIMIT,
  STACK_LIMIT_CHARS,
  type ThrownError,
} from "@/server/runtime/protocol";
import { isDeeperThan } from "@/workflows/json-depth";

type Fields = Readonly<Record<string, unknown>>;

/** The frame's own braces are one level more than its output has. */
const DEPTH_LIMIT = OUTPUT_DEPTH_LIMIT + 1;
const NAME_LIMIT_CHARS = 100;
const levels = new Set<unknown>(["debug", "info", "warn", "error"] satisfies LogLevel[]);

const readers: Readonly<Record<string, (fields: Fields, nonce: string) => GuestFrame | null>> = {
  log: (fields, nonce) => {
    const { level, message } = fields;
    if (!isLevel(level) || typeof message !== "string") return null;
    return { type: "log", nonce, level, message };
  },
  "log-flood": (_fields, nonce) => ({ type: "log-flood", nonce }),
  returned: (fields, nonce) => {
    if (!Object.hasOwn(fields, "output")) return null;
    return { type: "returned", nonce, isDirty: fields.isDirty === true, output: fields.output };
  },
  threw: (fields, nonce) => {
    const error = readThrown(fields.error);
    return error === null ? null : { type: "threw", nonce, isDirty: fields.isDirty === true, error };
  },
  "load-failed": (fields, nonce) => {
    const error = readThrown(fields.error);
    return error === null ? null : { type: "load-failed", nonce, error };
  },
  "not-serialisable": (fields, nonce) => {
    if (typeof fields.message !== "string") return null;
    const message = fields.message.slice(0, MESSAGE_LIMIT_CHARS);
    return { type: "not-serialisable", nonce, isDirty: fields.isDirty === true, message };
  },
  "output-too-large": (fields, nonce) => {
    if (typeof fields.sizeBytes !== "number") return null;
    return { type: "output-too-large", nonce, isDirty: fields.isDirty === true, sizeBytes: fields.sizeBytes };
  },
};

/** Reads what an instance claims. Null for anything that the harness would never say. */
export function parseGuestFrame(text: string): GuestFrame | null {
  if (isDeeperThan(text, DEPTH_LIMIT)) return null;
  const fields = parseObject(text);
  if (fields === null) return null;
  if (fields.type === "ready") return { type: "ready" };
  if (typeof fields.type !== "string" || typeof fields.nonce !== "string") return null;
  const read = Object.hasOwn(readers, fields.type) ? readers[fields.type] : undefined;
  return read?.(fields, fields.nonce) ?? null;
}

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    // No JSON: as wrong as any other frame that the harness does not send.
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLevel(level: unknown): level is LogLevel {
  return levels.has(level);
}

function readThrown(value: unknown): ThrownError | null {
  if (!isFields(value)) return null;
  const { name, message, stack, isRetryable, retryAfterMs } = value;
  if ((name !== null && typeof name !== "string") || typeof message !== "string" || typeof stack !== "string")
    return null;
  const isWish = typeof retryAfterMs === "number" && Number.isFinite(retryAfterMs) && retryAfterMs >= 0;
  return {
    name: name === null ? null : name.slice(0, NAME_LIMIT_CHARS),
    message: message.slice(0, MESSAGE_LIMIT_CHARS),
    stack: stack.slice(0, STACK_LIMIT_CHARS),
    isRetryable: isRetryable !== false,
    retryAfterMs: isWish ? retryAfterMs : null,
  };
}
