import { benchEngine } from "@/bench/engine";
import { benchStart } from "@/bench/start";
import { benchWebhook } from "@/bench/webhook";

const benches: Readonly<Record<string, (progress: (line: string) => void) => Promise<object>>> = {
  engine: benchEngine,
  start: benchStart,
  webhook: benchWebhook,
};

const usage = `Usage: npm run bench -- <name>

Starts a fresh installation in a temporary folder, measures it, stops it, and prints one line of JSON last.

  engine    runs per second of accept -> one step -> end, without HTTP and with steps that cost nothing
  start     cold and warm latency of a whole webhook, and the memory of the idle platform
  webhook   requests per second, latencies and CPU of webhook -> function -> respond at concurrency 1, 10 and 50
`;

const [name = ""] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (name === "--help" || name === "-h") process.stdout.write(usage);
else if (bench === undefined) {
  process.stderr.write(`There is no bench "${name}".\n\n${usage}`);
  process.exitCode = 64;
} else {
  const result = await bench((line) => process.stderr.write(`bench ${name}: ${line}\n`));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
