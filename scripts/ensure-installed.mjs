import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const stamp = path.join(root, "node_modules", ".millrace-installed");

/** Installs the packages when there are none, or when the lock file is another than they were installed from. */
export async function ensureInstalled() {
  const wanted = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  await phase("Installing packages", () => runCommand("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root }));
  writeFileSync(stamp, wanted);
}
