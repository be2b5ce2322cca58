import { parseArgs } from "node:util";
import { killTheTree } from "@/chaos/kill-the-tree";

const usage = `Usage: npm run chaos -- [--kills N] [--seed S]

Starts a fresh installation in a temporary folder, calls a hook of it without pause, kills the whole process tree with
SIGKILL N times (10 unless told otherwise) at random moments, drains, and counts. Prints one line of JSON last; ends
with 1 when a run was lost, doubled or stuck.
`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10" },
    seed: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

if (values.help) process.stdout.write(usage);
else if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  process.stderr.write(`--kills and --seed take whole numbers.\n\n${usage}`);
  process.exitCode = 64;
} else {
  process.stderr.write(`chaos: seed=${seed}\n`);
  const report = await killTheTree({ kills, seed }, (line) => process.stderr.write(`chaos: ${line}\n`));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.acked === 0 || report.lost + report.doubled + report.stuck > 0) process.exitCode = 1;
}
