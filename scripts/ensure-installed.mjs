import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

const OLDEST_NODE = 20;
const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const clientStamp = path.join(root, "prisma", "generated", ".millrace-generated");

/** Makes node_modules what package-lock.json says, and the database client what the schema says. */
export async function ensureInstalled() {
  if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
    throw new Error(`Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE} or newer and start again.`);
  }
  if (!isInstalled()) {
    // A production environment would leave out what the build needs.
    const env = { ...process.env, NODE_ENV: "development", npm_config_omit: "" };
    await phase("Installing packages", () => runCommand("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, env }));
  }
  const schema = readFileSync(path.join(root, "prisma", "schema.prisma"));
  const wanted = createHash("sha256").update(schema).digest("hex");
  if (existsSync(clientStamp) && readFileSync(clientStamp, "utf8") === wanted) return;
  await phase("Generating the database client", () => runCommand("npm", ["run", "-s", "generate"], { cwd: root }));
  writeFileSync(clientStamp, wanted);
}

/**
 * Whether what npm recorded as installed is what the lock file asks for. Whoever ran `npm ci` by hand need not wait for
 * a second one, and one that was cut off has left no record.
 */
function isInstalled() {
  const record = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const isThere = ([name, entry]) => {
    const found = installed[name];
    // Packages for other machines are never installed, and the root is no package.
    if (found === undefined) return name === "" || entry.optional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  };
  return Object.entries(wanted).every(isThere) && Object.keys(installed).every((name) => name in wanted);
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
