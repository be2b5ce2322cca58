import { percentile, round } from "@/bench/percentile";
import { deploySampleWorkflow } from "@/bench/sample-workflow";
import { signInWithLink } from "@/scripts/api-client";
import { startInstallation, withTemporaryFolder } from "@/scripts/installation";
import { treePssMb } from "@/scripts/process-tree";

const WARM_CALLS = 300;
const COLD_CALLS = 25;
const SETTLE_MS = 10_000;

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
      progress(`${WARM_CALLS} warm calls`);
      for (let call = 0; call < 50; call += 1) await timedCall(url);
      const samples: number[] = [];
      for (let call = 0; call < WARM_CALLS; call += 1) samples.push(await timedCall(url));
      return { warmP50Ms: round(percentile(samples, 0.5)), idlePssMb: round(idlePssMb, 1) };
    } finally {
      await installation.stop();
    }
  });

  const coldP50Ms = await withTemporaryFolder(async (dataDir) => {
    progress("starting an installation that keeps no blank instance and lets none idle");
    const env = { MILLRACE_BLANK_INSTANCES: "0", MILLRACE_INSTANCE_IDLE_MS: "1" };
    const installation = await startInstallation({ dataDir, env });
    try {
      const api = await signInWithLink(installation.url, installation.signInLink);
      const url = await deploySampleWorkflow(api, "cold");
      await timedCall(url);
      progress(`${COLD_CALLS} cold calls`);
      const samples: number[] = [];
      for (let call = 0; call < COLD_CALLS; call += 1) {
        // Long enough for the instance of the call before to be gone, as its idle time is 1 ms.
        await new Promise((resolve) => setTimeout(resolve, 400));
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
