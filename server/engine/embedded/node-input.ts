import type { CarriedRun } from "@/server/engine/embedded/carried-run";
import type { ValueReader } from "@/server/engine/embedded/value-reader";
import { inputSources } from "@/workflows/engine/input-sources";
import type { JsonValue } from "@/workflows/json";
import type { Value } from "@/workflows/run/value";

/** The input of a node whose sources have all been resolved. */
export async function readNodeInput(run: CarriedRun, nodeId: string, values: ValueReader): Promise<JsonValue> {
  const sources = inputSources(run.state, nodeId);
  if (sources.kind === "single") return readValue(run, outputOf(run, sources.nodePath), values);
  const named = sources.sources.map(
    async ({ name, nodePath }) => [name, await readValue(run, outputOf(run, nodePath), values)] as const,
  );
  // Own properties whatever the name: a step may be called __proto__.
  return Object.fromEntries(await Promise.all(named));
}

function outputOf(run: CarriedRun, nodePath: string): Value {
  const source = run.state.nodes.get(nodePath);
  if (source?.status !== "succeeded") throw new Error(`"${nodePath}" has no output in run "${run.runId}".`);
  return source.output;
}

function readValue(run: CarriedRun, value: Value, values: ValueReader): JsonValue | Promise<JsonValue> {
  if (value.kind === "inline") return value.json;
  if (value.kind === "stored") return values.read(run.runId, value.hash);
  if (run.payload.kind === "event") throw new Error(`The event of run "${run.runId}" refers to itself.`);
  return readValue(run, run.payload, values);
}
