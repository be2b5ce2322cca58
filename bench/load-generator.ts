import { Agent, request } from "node:http";

/** What one level of concurrency saw. Times are milliseconds. */
export type LoadReport = {
  readonly requests: number;
  readonly errors: number;
  readonly elapsedMs: number;
  readonly latenciesMs: readonly number[];
};

export type LoadOptions = {
  readonly url: string;
  readonly concurrency: number;
  readonly durationMs: number;
  readonly body: string;
};

/** Keeps `concurrency` requests under way, each connection kept alive, for as long as it is told. */
export async function generateLoad(options: LoadOptions): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  const latenciesMs: number[] = [];
  let errors = 0;
  const startedAtMs = performance.now();

  const client = async () => {
    while (performance.now() - startedAtMs < options.durationMs) {
      const sentAtMs = performance.now();
      const status = await post(agent, options);
      if (status === 200) latenciesMs.push(performance.now() - sentAtMs);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, client));
  const elapsedMs = performance.now() - startedAtMs;
  agent.destroy();
  return { requests: latenciesMs.length, errors, elapsedMs, latenciesMs };
}

/** The status of the answer, or 0 when there was none. */
function post(agent: Agent, { url, body }: LoadOptions): Promise<number> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method: "POST", headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", () => resolve(0));
    });
    outgoing.once("error", () => resolve(0));
    outgoing.end(body);
  });
}

// Run as a process of its own, so that its work is not counted as the platform's.
process.on("message", (options: LoadOptions) => {
  void generateLoad(options).then((report) => process.send?.(report));
});
