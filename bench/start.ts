import { generateLoad } from "@/bench/load-generator";
import { percentile, round } from "@/bench/percentile";
import { deploySampleWorkflow } from "@/bench/sample-workflow";
import { signInWithLink } from "@/scripts/api-client";
import { startInstallation, withTemporaryFolder } from "@/scripts/installation";
import { treePssMb } from "@/scripts/process-tree";

const WARM_UP_MS = 1_000;
const WARM_MS = 4_000;
const COLD_CALLS = 25;
const SETTLE_MS = 10_000;
/** Long enough to outlast a step, so that one call starts one instance; short enough to be over before the next call. */
const COLD_IDLE_MS = 150;
const COLD_PAUSE_MS = 700;

/**
 * Latency of a whole webhook when nothing of its workflow runs (cold: no blank instance waits either)
 * and when an instance does (warm), and the memory of the whole idle process tree.
 */
export async function benchStart(progress: (line: string) => void): Promise<object> {
  const warmAndIdle = await withTemporaryFolder(async (dataDir) => {
    progress("starting a fresh installation");
    const installation = await startInstallation({ dataDir });
    try {
      progress(`idle for ${SETTLE_MS / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      const idlePssMb = treePssMb(installation.pid);
      const api = await signInWithLink(installation.url, installation.signInLink);
      const url = await deploySampleWorkflow(api, "warm");
      progress(`warm calls, one after the other, for ${WARM_MS / 1_000} s`);
      const load = { url, concurrency: 1, body: JSON.stringify({ name: "Ada" }) };
      await generateLoad({ ...load, durationMs: WARM_UP_MS });
      const { latenciesMs, errors } = await generateLoad({ ...load, durationMs: WARM_MS });
      if (errors > 0) throw new Error(`${errors} warm calls failed.`);
      return { warmP50Ms: round(percentile(latenciesMs, 0.5)), idlePssMb: round(idlePssMb, 1) };
    } finally {
      await installation.stop();
    }
  });

  const coldP50Ms = await withTemporaryFolder(async (dataDir) => {
    progress("starting an installation that keeps no blank instance and lets none idle");
    const env = { MILLRACE_BLANK_INSTANCES: "0", MILLRACE_INSTANCE_IDLE_MS: String(COLD_IDLE_MS) };
    const installation = await startInstallation({ dataDir, env });
    try {
      const api = await signInWithLink(installation.url, installation.signInLink);
      const url = await deploySampleWorkflow(api, "cold");
      await timedCall(url);
      progress(`${COLD_CALLS} cold calls`);
      const samples: number[] = [];
      for (let call = 0; call < COLD_CALLS; call += 1) {
        await new Promise((resolve) => setTimeout(resolve, COLD_PAUSE_MS));
        samples.push(await timedCall(url));
      }
      return round(percentile(samples, 0.5));
    } finally {
      await installation.stop();
    }
  });
  return { bench: "start", coldP50Ms, ...warmAndIdle };
}

async function timedCall(url: string): Promise<number> {
  const sentAtMs = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada" }),
  });
  await response.text();
  if (response.status !== 200) throw new Error(`The hook answered ${response.status}.`);
  return performance.now() - sentAtMs;
}
