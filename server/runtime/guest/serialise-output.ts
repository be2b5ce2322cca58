import { Buffer } from "node:buffer";
import { types } from "node:util";
import { OUTPUT_DEPTH_LIMIT, OUTPUT_LIMIT_BYTES } from "@/server/runtime/protocol";

const { stringify } = JSON;
const { byteLength } = Buffer;
const { isArray } = Array;
const { keys } = Object;
const { isMap, isPromise, isProxy, isSet, isWeakMap, isWeakSet } = types;

export type SerialisedOutput =
  | { readonly kind: "json"; readonly json: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "too-large"; readonly sizeBytes: number };

type Path = { readonly parent: Path | null; readonly key: string | number };

/**
 * Turns what a step returned into JSON, or says which part of it is no JSON. What `JSON.stringify`
 * would drop in silence (functions, symbols, maps, forgotten promises) is refused here.
 */
export function serialiseOutput(output: unknown): SerialisedOutput {
  if (output === undefined) return { kind: "json", json: "null" };
  let json: string | undefined;
  try {
    const refusal = findRefusal(output, null, []);
    if (refusal !== null) return { kind: "refused", message: refusal };
    json = stringify(output);
  } catch (error) {
    return { kind: "refused", message: describeFailure(error) };
  }
  // A toJSON that returns undefined, for example.
  if (json === undefined) return { kind: "json", json: "null" };
  const sizeBytes = byteLength(json);
  return sizeBytes > OUTPUT_LIMIT_BYTES ? { kind: "too-large", sizeBytes } : { kind: "json", json };
}

function findRefusal(value: unknown, path: Path | null, parents: object[]): string | null {
  switch (typeof value) {
    case "function":
      return `${at(path)} is a function, which cannot be stored. Return plain data.`;
    case "symbol":
      return `${at(path)} is a symbol, which cannot be stored. Return a string.`;
    case "bigint":
      return `${at(path)} is a BigInt, which JSON does not have. Return String(value) or Number(value).`;
    case "object":
      return value === null ? null : findRefusalInObject(value, path, parents);
    default:
      return null;
  }
}

function findRefusalInObject(value: object, path: Path | null, parents: object[]): string | null {
  const kind = findOpaqueKind(value);
  if (kind !== null) return `${at(path)} is ${kind}`;
  if (parents.includes(value)) return `${at(path)} refers back to a part that holds it (circular). Return a tree.`;
  if (parents.length >= OUTPUT_DEPTH_LIMIT) {
    return `The output is nested more than ${OUTPUT_DEPTH_LIMIT} levels deep. Return a flatter value.`;
  }
  const replaced = applyToJson(value, path);
  if (replaced !== value) return findRefusal(replaced, path, parents);

  parents.push(value);
  const refusal = isArray(value) ? findInArray(value, path, parents) : findInFields(value, path, parents);
  parents.pop();
  return refusal;
}

function findInArray(value: readonly unknown[], path: Path | null, parents: object[]): string | null {
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index];
    if (typeof item === "string" || typeof item === "number") continue;
    const refusal = findRefusal(item, { parent: path, key: index }, parents);
    if (refusal !== null) return refusal;
  }
  return null;
}

function findInFields(value: object, path: Path | null, parents: object[]): string | null {
  // A typed array has only numbers, and possibly millions of them.
  if (ArrayBuffer.isView(value)) return null;
  for (const key of keys(value)) {
    // safety: `key` is an own key of `value`.
    const field = (value as Record<string, unknown>)[key];
    if (typeof field === "string" || typeof field === "number") continue;
    const refusal = findRefusal(field, { parent: path, key }, parents);
    if (refusal !== null) return refusal;
  }
  return null;
}

function applyToJson(value: object, path: Path | null): unknown {
  // safety: any object may be asked for any property.
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON !== "function") return value;
  return toJSON.call(value, path === null ? "" : String(path.key));
}

function findOpaqueKind(value: object): string | null {
  if (isPromise(value)) return "a Promise. Put await in front of it.";
  if (isMap(value)) return "a Map, which cannot be stored. Return Object.fromEntries(map).";
  if (isSet(value)) return "a Set, which cannot be stored. Return [...set].";
  if (isWeakMap(value) || isWeakSet(value)) return "a weak collection, which cannot be stored. Return plain data.";
  if (isProxy(value) && typeof value === "function") return "a function, which cannot be stored. Return plain data.";
  return null;
}

function at(path: Path | null): string {
  const parts: string[] = [];
  for (let place = path; place !== null; place = place.parent) parts.unshift(formatKey(place.key));
  const text = `output${parts.join("")}`;
  return text.length > 300 ? `${text.slice(0, 150)}…${text.slice(-150)}` : text;
}

function formatKey(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${stringify(key)}]`;
}

function describeFailure(error: unknown): string {
  if (error instanceof RangeError) return "The output is nested too deeply or too large to be turned into JSON.";
  const reason = error instanceof Error ? error.message : "a getter or toJSON in it threw";
  return `The output could not be turned into JSON: ${reason}`;
}
