import type { JsonValue } from "@/workflows/json";

/**
 * A value in a run's journal. Small ones stand in place; large ones (over 64 KB of JSON) are kept
 * beside it under the SHA-256 of their JSON text; `event` is the payload that started the run.
 */
export type Value =
  | { readonly kind: "inline"; readonly json: JsonValue }
  | { readonly kind: "stored"; readonly hash: string; readonly sizeBytes: number }
  | { readonly kind: "event" };

/** JSON longer than this is stored beside the journal instead of in it. */
export const INLINE_LIMIT_BYTES = 64 * 1_024;
/** The largest value that may flow between steps. */
export const VALUE_LIMIT_BYTES = 4 * 1_024 * 1_024;
