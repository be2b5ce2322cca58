import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ourNode } from "./our-node.mjs";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const stamp = path.join(root, ".next", "millrace-built");
/** All that the pages are made from. */
const inputs = [
  "app",
  "components",
  "workflows",
  "server/api",
  "next.config.mjs",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];

/** Builds the pages when something that they are made from has changed since they were built. */
export async function ensureBuilt() {
  const wanted = hashInputs();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  const next = path.join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await phase("Building the pages", () => runCommand(ourNode(), [next, "build"], { cwd: root, env }));
  writeFileSync(stamp, wanted);
}

function hashInputs() {
  const hash = createHash("sha256");
  for (const input of inputs) addToHash(hash, path.join(root, input));
  return hash.digest("hex");
}

function addToHash(hash, entry) {
  if (!existsSync(entry)) return;
  if (!statSync(entry).isDirectory()) {
    hash.update(`${path.relative(root, entry)}\0`).update(readFileSync(entry));
    return;
  }
  for (const name of readdirSync(entry).sort()) addToHash(hash, path.join(entry, name));
}
