import type pg from "pg";
import { isResponse, type RunAnswer } from "@/server/ingress/http/run-answers";
import type { HttpAnswer } from "@/workflows/definition/node-kinds/respond";
import type { JsonValue } from "@/workflows/json";
import type { PublishedVersion, VersionSource } from "@/workflows/ports";
import { hasEnded, type RunStatus } from "@/workflows/run/run-status";
import type { Value } from "@/workflows/run/value";

type RunRow = {
  readonly status: RunStatus;
  readonly version_id: string;
  readonly output_paths: readonly string[];
  readonly payload: Value;
};
type OutputRow = { readonly node_path: string; readonly output: Value };

/** Reads a run's answer from its record. Null while the run goes on and has not answered. */
export function createAnswerReader(
  pool: pg.Pool,
  versions: VersionSource,
): (runId: string) => Promise<RunAnswer | null> {
  return async (runId) => {
    const run = await readRun(pool, runId);
    if (run === null) return null;
    const version = await versions.getVersion(run.version_id);
    const responses = version.definition.nodes.map(({ id }) => id).filter((id) => isResponse(version, id));
    const [response] = await readOutputs(pool, runId, responses);
    if (response !== undefined) {
      const answer = await readValue(pool, runId, { value: response.output, run });
      // safety: the output of a respond node is what its kind resolved, which is an HttpAnswer.
      return { kind: "responded", answer: answer as HttpAnswer };
    }
    if (!hasEnded(run.status)) return null;
    if (run.status !== "succeeded") return { kind: "failed" };
    return { kind: "succeeded", output: await readRunOutput(pool, runId, { run, version }) };
  };
}

/** The output of the one node that the run ended with, or of several, by name. */
async function readRunOutput(
  pool: pg.Pool,
  runId: string,
  { run, version }: { readonly run: RunRow; readonly version: PublishedVersion },
): Promise<JsonValue> {
  const rows = await readOutputs(pool, runId, run.output_paths);
  const outputs = run.output_paths.map(async (nodePath) => {
    // A node without a result of its own is the trigger, whose output is the event.
    const value = rows.find((row) => row.node_path === nodePath)?.output ?? { kind: "event" };
    const name = version.definition.nodes.find(({ id }) => id === nodePath)?.name ?? nodePath;
    return [name, await readValue(pool, runId, { value, run })] as const;
  });
  const named = await Promise.all(outputs);
  return named.length === 1 ? (named[0]?.[1] ?? null) : Object.fromEntries(named);
}

async function readRun(pool: pg.Pool, runId: string): Promise<RunRow | null> {
  const { rows } = await pool.query<RunRow>({
    name: "ingress-run",
    text: `SELECT r.status, r.version_id, r.output_paths, e.payload
      FROM run r JOIN event e ON e.id = r.event_id WHERE r.id = $1`,
    values: [runId],
  });
  return rows[0] ?? null;
}

async function readOutputs(pool: pg.Pool, runId: string, nodePaths: readonly string[]): Promise<readonly OutputRow[]> {
  if (nodePaths.length === 0) return [];
  const { rows } = await pool.query<OutputRow>({
    name: "ingress-outputs",
    text: `SELECT node_path, data->'output' AS output FROM journal_entry
      WHERE run_id = $1 AND type = 'attempt-succeeded' AND node_path = ANY($2::text[]) ORDER BY seq`,
    values: [runId, nodePaths],
  });
  return rows;
}

async function readValue(
  pool: pg.Pool,
  runId: string,
  { value, run }: { readonly value: Value; readonly run: RunRow },
): Promise<JsonValue> {
  if (value.kind === "inline") return value.json;
  if (value.kind === "event") return readValue(pool, runId, { value: run.payload, run });
  const { rows } = await pool.query<{ readonly json: string }>({
    name: "ingress-value",
    text: "SELECT json FROM run_value WHERE run_id = $1 AND hash = $2",
    values: [runId, value.hash],
  });
  const text = rows[0]?.json;
  if (text === undefined) throw new Error(`Run "${runId}" refers to the value "${value.hash}", which is not stored.`);
  // safety: `json` holds what JSON.stringify wrote.
  return JSON.parse(text) as JsonValue;
}
