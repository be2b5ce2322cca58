import path from "node:path";
import { deployDefinition } from "@/bench/sample-workflow";
import { createAckedLog } from "@/chaos/acked-log";
import { createRandom } from "@/chaos/random";
import { type ApiClient, signInWithLink } from "@/scripts/api-client";
import { freePort, startInstallation, withTemporaryFolder } from "@/scripts/installation";

const CLIENTS = 8;
const DRAINED_WITHIN_MS = 60_000;

export type ChaosOptions = { readonly kills: number; readonly seed: number };
export type ChaosReport = {
  readonly acked: number;
  readonly runs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly kills: number;
};

type RunRow = { readonly id: string; readonly status: string };
type Load = { isOver: boolean; url: string };

/**
 * Clients call a hook with a key each while the whole process tree is killed with SIGKILL at random
 * moments and started again. Then everything is drained and counted: an acknowledged call without its
 * run is lost, a key with two runs is doubled, a run that does not end is stuck.
 */
export async function killTheTree(options: ChaosOptions, progress: (line: string) => void): Promise<ChaosReport> {
  return withTemporaryFolder(async (folder) => {
    const random = createRandom(options.seed);
    const start = { dataDir: path.join(folder, "data"), port: await freePort() };
    let installation = await startInstallation(start);
    const acked = createAckedLog(path.join(folder, "acked"));
    try {
      const api = await signInWithLink(installation.url, installation.signInLink);
      const { id } = await api.mutate<{ id: string }>("workflows.create", { name: "Chaos", template: "empty" });
      const load: Load = { isOver: false, url: await deployDefinition(api, id, chaosDefinition()) };
      const clients = Promise.all(Array.from({ length: CLIENTS }, (_, client) => callRepeatedly(client, load, acked)));

      for (let kill = 1; kill <= options.kills; kill += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500 + random() * 2_500));
        await installation.kill();
        progress(`kill ${kill} of ${options.kills}: ${acked.runIdByKey.size} acknowledged so far`);
        installation = await startInstallation(start);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      load.isOver = true;
      const repeats = (await clients).reduce((sum, count) => sum + count, 0);

      progress("draining");
      const rows = await drain(api, id);
      return { ...count(acked.runIdByKey, rows, repeats), kills: options.kills };
    } finally {
      acked.close();
      await installation.kill();
    }
  });
}

/** Two steps, so that a kill can fall between them; answered at once, so that an acknowledgement is a commit. */
function chaosDefinition() {
  const position = { x: 0, y: 0 };
  const source =
    "export default async (input: Input) => {\n  await new Promise((done) => setTimeout(done, 20));\n  return input;\n};\n";
  const hook = { method: "POST", path: "chaos", answer: "accepted", answerTimeoutMs: 30_000 };
  return {
    schemaVersion: 1,
    nodes: [
      { id: "hook", kind: "http-trigger", name: "Hook", position, config: hook },
      { id: "one", kind: "function", name: "One", position, config: { source } },
      { id: "two", kind: "function", name: "Two", position, config: { source } },
    ],
    edges: [
      { id: "e1", source: "hook", sourcePort: "out", target: "one" },
      { id: "e2", source: "one", sourcePort: "out", target: "two" },
    ],
  };
}

/** Calls with a fresh key each, repeating a key until it is acknowledged. Returns how many repeats named another run. */
async function callRepeatedly(client: number, load: Load, acked: ReturnType<typeof createAckedLog>): Promise<number> {
  let contradictions = 0;
  for (let call = 0; !load.isOver; call += 1) {
    const key = `client-${client}-call-${call}`;
    const runId = await callUntilAcknowledged(key, load);
    if (runId === null) continue;
    acked.record(key, runId);
    // Every tenth call is delivered again: the same key must name the same run, also across a kill.
    if (call % 10 !== 0) continue;
    const again = await callUntilAcknowledged(key, load);
    if (again !== null && again !== runId) contradictions += 1;
  }
  return contradictions;
}

async function callUntilAcknowledged(key: string, load: Load): Promise<string | null> {
  while (!load.isOver) {
    try {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const response = await fetch(load.url, { method: "POST", headers, body: JSON.stringify({ key }) });
      const body = (await response.json()) as { runId?: string };
      if (response.status === 202 && body.runId !== undefined) return body.runId;
    } catch {
      // The tree was killed under this call. It is made again, with the same key.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

/** Every run of the workflow, once none is under way or the time is over. */
async function drain(api: ApiClient, workflowId: string): Promise<readonly RunRow[]> {
  const deadlineMs = performance.now() + DRAINED_WITHIN_MS;
  for (;;) {
    const rows = await allRuns(api, workflowId);
    const isDone = rows.every(({ status }) => status === "succeeded" || status === "failed");
    if (isDone || performance.now() > deadlineMs) return rows;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function allRuns(api: ApiClient, workflowId: string): Promise<readonly RunRow[]> {
  const rows: RunRow[] = [];
  for (let cursor: unknown; ; ) {
    type Page = { readonly runs: readonly RunRow[]; readonly nextCursor: unknown };
    const page: Page = await api.query<Page>("runs.list", { workflowId, limit: 100, ...(cursor ? { cursor } : {}) });
    rows.push(...page.runs);
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
  }
}

/**
 * A run may exist without an acknowledgement, when the load ended between its commit and its answer:
 * one for each client at the most, since a client repeats a key until it is acknowledged. More than
 * that means that a repeat started a second run.
 */
function count(runIdByKey: ReadonlyMap<string, string>, rows: readonly RunRow[], contradictions: number) {
  const ids = new Set(rows.map(({ id }) => id));
  const ackedIds = [...runIdByKey.values()];
  return {
    acked: runIdByKey.size,
    runs: rows.length,
    lost: ackedIds.filter((id) => !ids.has(id)).length,
    doubled: contradictions + Math.max(0, ids.size - runIdByKey.size - CLIENTS),
    stuck: rows.filter(({ status }) => status !== "succeeded").length,
  };
}
