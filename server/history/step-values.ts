import type pg from "pg";
import { UserError } from "@/server/errors";
import type { JsonView, StepSide } from "@/server/history/run-reader";
import { inputSources } from "@/workflows/engine/input-sources";
import type { RunState } from "@/workflows/engine/run-state";
import type { JsonValue } from "@/workflows/json";
import { isDeeperThan, JSON_DEPTH_LIMIT } from "@/workflows/json-depth";
import type { NodePath } from "@/workflows/run/journal-entry";
import { INLINE_LIMIT_BYTES, type Value } from "@/workflows/run/value";

const PREVIEW_CHARS = 2_000;
/** What a browser is asked to take in one answer. */
const LARGEST_SHOWN_BYTES = 16 * 1_024 * 1_024;

/** JSON text, or its beginning. */
type TextPart = { readonly text: string; readonly sizeBytes: number; readonly isWhole: boolean };
/** A value with the name it has in an object of several; null for a value that stands alone. */
type NamedPart = { readonly name: string | null; readonly part: TextPart };

export type StepValues = {
  /** What to show of a step's input or output; null while there is none. */
  view(state: RunState, nodePath: NodePath, side: StepSide): Promise<JsonView | null>;
  /** All of it, however large. @throws UserError "payload-too-large" for what no browser could show */
  read(state: RunState, nodePath: NodePath, side: StepSide): Promise<{ readonly json: JsonValue } | null>;
};

export function createStepValues(pool: pg.Pool): StepValues {
  async function readParts(
    state: RunState,
    { nodePath, side }: { readonly nodePath: NodePath; readonly side: StepSide },
    maxChars: number,
  ): Promise<readonly NamedPart[] | null> {
    const sources = sourcesOf(state, nodePath, side);
    if (sources === null) return null;
    return Promise.all(
      sources.map(async ({ name, nodePath: source }) => ({
        name,
        part: await readText(pool, state.runId, await outputOf(pool, state, source), maxChars),
      })),
    );
  }

  return {
    view: async (state, nodePath, side) => {
      const parts = await readParts(state, { nodePath, side }, PREVIEW_CHARS);
      if (parts === null) return null;
      const { text, sizeBytes, isWhole } = join(parts);
      const isShown = isWhole && sizeBytes <= INLINE_LIMIT_BYTES && !isDeeperThan(text, JSON_DEPTH_LIMIT);
      if (isShown) return { json: parse(text) };
      return { tooLarge: true, sizeBytes, preview: text.slice(0, PREVIEW_CHARS) };
    },
    read: async (state, nodePath, side) => {
      const beginnings = await readParts(state, { nodePath, side }, 0);
      if (beginnings === null) return null;
      const { sizeBytes } = join(beginnings);
      if (sizeBytes > LARGEST_SHOWN_BYTES) {
        throw new UserError("payload-too-large", `This value has ${sizeBytes} bytes, too many to show at once.`);
      }
      const parts = await readParts(state, { nodePath, side }, LARGEST_SHOWN_BYTES);
      const { text } = join(parts ?? []);
      if (isDeeperThan(text, JSON_DEPTH_LIMIT)) {
        throw new UserError(
          "payload-too-large",
          `This value nests more than ${JSON_DEPTH_LIMIT} levels, too deep to show.`,
        );
      }
      return { json: parse(text) };
    },
  };
}

/** Whose outputs make up the value, with their names in it; null while the step has no such value. */
function sourcesOf(
  state: RunState,
  nodePath: NodePath,
  side: StepSide,
): readonly { readonly name: string | null; readonly nodePath: NodePath }[] | null {
  const nodeState = state.nodes.get(nodePath);
  if (side === "output") return nodeState?.status === "succeeded" ? [{ name: null, nodePath }] : null;
  const isTrigger = state.graph.get(nodePath)?.role === "trigger";
  if (isTrigger || nodeState === undefined || nodeState.status === "skipped") return null;
  const sources = inputSources(state, nodePath);
  return sources.kind === "single" ? [{ name: null, nodePath: sources.nodePath }] : sources.sources;
}

async function outputOf(pool: pg.Pool, state: RunState, nodePath: NodePath): Promise<Value> {
  const nodeState = state.nodes.get(nodePath);
  if (nodeState?.status !== "succeeded") throw new Error(`"${nodePath}" has no output in run "${state.runId}".`);
  if (nodeState.output.kind !== "event") return nodeState.output;

  const { rows } = await pool.query<{ readonly payload: Value }>(
    "SELECT e.payload FROM run r JOIN event e ON e.id = r.event_id WHERE r.id = $1",
    [state.runId],
  );
  const payload = rows[0]?.payload;
  if (payload === undefined) throw new Error(`Run "${state.runId}" has no event.`);
  return payload;
}

/** At most `maxChars` of a value that is kept beside the journal, and all of one that stands in it. */
async function readText(pool: pg.Pool, runId: string, value: Value, maxChars: number): Promise<TextPart> {
  if (value.kind === "event") throw new Error(`The event of run "${runId}" refers to itself.`);
  if (value.kind === "inline") {
    const text = JSON.stringify(value.json);
    return { text, sizeBytes: Buffer.byteLength(text), isWhole: true };
  }
  const { rows } = await pool.query<{ readonly text: string; readonly is_whole: boolean }>(
    "SELECT left(json, $3) AS text, length(json) <= $3 AS is_whole FROM run_value WHERE run_id = $1 AND hash = $2",
    [runId, value.hash, maxChars],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Run "${runId}" refers to the value "${value.hash}", which is not stored.`);
  return { text: row.text, sizeBytes: value.sizeBytes, isWhole: row.is_whole };
}

/** One JSON text of them all. It ends where the first part ends that is not whole. */
function join(parts: readonly NamedPart[]): TextPart {
  const [first] = parts;
  if (first?.name === null) return first.part;

  let sizeBytes = 2;
  let text = "{";
  let isWhole = true;
  for (const { name, part } of parts) {
    const key = `${JSON.stringify(name)}:`;
    sizeBytes += Buffer.byteLength(key) + part.sizeBytes + 1;
    if (isWhole) text += `${text === "{" ? "" : ","}${key}${part.text}`;
    isWhole &&= part.isWhole;
  }
  return { text: isWhole ? `${text}}` : text, sizeBytes, isWhole };
}

function parse(text: string): JsonValue {
  // safety: every part is what JSON.stringify wrote.
  return JSON.parse(text) as JsonValue;
}
