import { createHash } from "node:crypto";
import type { JsonValue } from "@/workflows/json";
import { isDeeperThan, JSON_DEPTH_LIMIT } from "@/workflows/json-depth";
import { INLINE_LIMIT_BYTES, type Value } from "@/workflows/run/value";

/** A row of `run_value`: the JSON text under its SHA-256. */
export type StoredValue = { readonly hash: string; readonly json: string };

/** A value as a journal or an event holds it, with the text to keep beside it when it is large. */
export type KeptValue = { readonly value: Value; readonly stored: StoredValue | null; readonly sizeBytes: number };

/** Decides where a value is kept. What is too deep for PostgreSQL's JSON parser is kept as text, as large ones are. */
export function keepValue(json: JsonValue): KeptValue {
  const text = JSON.stringify(json);
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= INLINE_LIMIT_BYTES && !isDeeperThan(text, JSON_DEPTH_LIMIT)) {
    return { value: { kind: "inline", json }, stored: null, sizeBytes };
  }
  const hash = createHash("sha256").update(text).digest("hex");
  return { value: { kind: "stored", hash, sizeBytes }, stored: { hash, json: text }, sizeBytes };
}
