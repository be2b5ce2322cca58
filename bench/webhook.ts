import { fork } from "node:child_process";
import path from "node:path";
import type { LoadOptions, LoadReport } from "@/bench/load-generator";
import { percentile, round } from "@/bench/percentile";
import { deploySampleWorkflow } from "@/bench/sample-workflow";
import { signInWithLink } from "@/scripts/api-client";
import { startInstallation, withTemporaryFolder } from "@/scripts/installation";
import { treeCpuMs } from "@/scripts/process-tree";

const CONCURRENCIES = [1, 10, 50];
const WARM_UP_MS = 3_000;
const MEASURE_MS = 8_000;

/** Requests per second, latencies and CPU of webhook -> one function step -> respond, everything durable. */
export async function benchWebhook(progress: (line: string) => void): Promise<object> {
  return withTemporaryFolder(async (dataDir) => {
    progress("starting a fresh installation");
    const installation = await startInstallation({ dataDir });
    const generator = fork(path.join(import.meta.dirname, "load-generator.ts"), {
      execArgv: ["--import", path.join(import.meta.dirname, "../scripts/register-typescript.mjs")],
    });
    try {
      const api = await signInWithLink(installation.url, installation.signInLink);
      const url = await deploySampleWorkflow(api, "bench");
      const rows: object[] = [];
      for (const concurrency of CONCURRENCIES) {
        const load = { url, concurrency, body: JSON.stringify({ name: "Ada" }) };
        progress(`concurrency ${concurrency}: warming up`);
        await ask(generator, { ...load, durationMs: WARM_UP_MS });
        progress(`concurrency ${concurrency}: measuring for ${MEASURE_MS / 1_000} s`);
        const cpuBeforeMs = treeCpuMs(installation.pid);
        const report = await ask(generator, { ...load, durationMs: MEASURE_MS });
        rows.push(toRow(concurrency, report, treeCpuMs(installation.pid) - cpuBeforeMs));
      }
      return { bench: "webhook", rows };
    } finally {
      generator.kill();
      await installation.stop();
    }
  });
}

function ask(generator: ReturnType<typeof fork>, options: LoadOptions): Promise<LoadReport> {
  return new Promise((resolve, reject) => {
    generator.once("message", (report: LoadReport) => resolve(report));
    generator.once("exit", (code) => reject(new Error(`The load generator ended with code ${code}.`)));
    generator.send(options);
  });
}

function toRow(concurrency: number, report: LoadReport, cpuMs: number): object {
  return {
    concurrency,
    rps: round((report.requests * 1_000) / report.elapsedMs, 1),
    p50Ms: round(percentile(report.latenciesMs, 0.5)),
    p95Ms: round(percentile(report.latenciesMs, 0.95)),
    p99Ms: round(percentile(report.latenciesMs, 0.99)),
    cpuMsPerRequest: round(cpuMs / Math.max(1, report.requests)),
    errors: report.errors,
  };
}
