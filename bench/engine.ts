import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { percentile, round } from "@/bench/percentile";
import { applyMigrations } from "@/server/database/apply-migrations";
import { startEmbeddedPostgres } from "@/server/database/embedded-postgres";
import { type Database, openDatabase } from "@/server/db";
import { createEmbeddedEngine } from "@/server/engine/embedded/create-embedded-engine";
import { createEventAcceptor } from "@/server/ingress/accept-event";
import { createTestVersions, seedDeployedWorkflow } from "@/server/testing/deployed-workflow";
import { createLocalRunChanges } from "@/server/testing/local-run-changes";
import { step, trigger, workflow } from "@/workflows/testing/builders";
import { createFakeFunctionRuntime } from "@/workflows/testing/fake-function-runtime";

const RUNS_EACH = 5_000;

type EngineRow = {
  readonly concurrency: number;
  readonly runsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerRun: number;
};

/** Accept, one step, end, all durable with fsync, without HTTP and with steps that cost nothing: the platform's own part. */
export async function benchEngine(progress: (line: string) => void): Promise<object> {
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-bench-"));
  // PostgreSQL steps down from root and must be able to pass through.
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, "pg"), onLine: () => {} });
  const database = openDatabase(postgres.url);
  try {
    await applyMigrations(postgres.url, path.resolve("prisma/migrations"));
    return { bench: "engine", rows: await measure(database, progress) };
  } finally {
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database, progress: (line: string) => void): Promise<readonly EngineRow[]> {
  const deployed = await seedDeployedWorkflow(database, workflow([trigger("t"), step("a")], ["t -> a"]));
  const versions = createTestVersions(database);
  const changes = createLocalRunChanges();
  const ended = new Map<string, () => void>();
  const engine = createEmbeddedEngine({
    database,
    runtime: createFakeFunctionRuntime(),
    versions,
    changes,
    clock: { nowMs: Date.now },
    report: (error) => progress(error.message),
  });
  changes.subscribe(({ runId, hasEnded }) => hasEnded && ended.get(runId)?.());
  await engine.start();
  const acceptor = createEventAcceptor({ database, versions, changes, admission: engine.admission });

  async function runOnce(): Promise<number> {
    const startedAtMs = performance.now();
    const { runId } = await acceptor.accept({ triggerId: deployed.triggerId, dedupeKey: null, payload: { n: 1 } });
    await new Promise<void>((resolve) => ended.set(runId, resolve));
    ended.delete(runId);
    return performance.now() - startedAtMs;
  }

  await measureAt(50, runOnce);
  const rows: EngineRow[] = [];
  for (const concurrency of [1, 10, 50]) {
    progress(`concurrency ${concurrency}`);
    rows.push(await measureAt(concurrency, runOnce));
  }
  await engine.stop();
  return rows;
}

async function measureAt(concurrency: number, runOnce: () => Promise<number>): Promise<EngineRow> {
  const latenciesMs: number[] = [];
  let left = concurrency === 1 ? RUNS_EACH / 5 : RUNS_EACH;
  const total = left;
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  const client = async () => {
    while (left > 0) {
      left -= 1;
      latenciesMs.push(await runOnce());
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  const elapsedMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    concurrency,
    runsPerSecond: Math.round((total / elapsedMs) * 1_000),
    p50Ms: round(percentile(latenciesMs, 0.5)),
    p99Ms: round(percentile(latenciesMs, 0.99)),
    cpuMsPerRun: round((user + system) / 1_000 / total, 3),
  };
}
