import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fingerprintOf, readStamp, writeStamp } from "./fingerprint.mjs";
import { nodeBinary, root, toolEnv } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

const OLDEST_NODE = 20;

/** Makes node_modules what package-lock.json says, and the database client what the schema says. Idempotent. */
export async function ensureInstalled() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) {
    throw new Error(
      `Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE} or newer, then start again.`,
    );
  }
  if (!isInstalled()) {
    // A production environment would leave out what the build needs.
    const env = { ...process.env, NODE_ENV: undefined, npm_config_omit: undefined };
    await phase("Installing packages, about a minute", () =>
      runCommand("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, env }),
    );
  }
  if (!existsSync(nodeBinary)) {
    throw new Error(`Millrace runs on Linux, x64 or arm64; this is ${process.platform}-${process.arch}.`);
  }
  await ensureDatabaseClient();
}

async function ensureDatabaseClient() {
  const fingerprint = fingerprintOf(["prisma/schema.prisma", "package-lock.json"]);
  const isThere = existsSync(path.join(root, "prisma/generated/client.ts"));
  if (isThere && readStamp("database-client") === fingerprint) return;
  await phase("Generating the database client", () =>
    runCommand("npm", ["run", "--silent", "generate"], { cwd: root, env: toolEnv() }),
  );
  writeStamp("database-client", fingerprint);
}

/**
 * Compares what npm says it installed with what it shall. Whoever ran `npm ci` by hand need not wait for a second one;
 * an installation that was cut off has no such record.
 */
function isInstalled() {
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  const wanted = readPackages(path.join(root, "package-lock.json"));
  return (
    Object.entries(wanted).every(([name, entry]) => {
      const found = installed[name];
      // Packages for other machines, and the root itself, are never installed.
      if (found === undefined) return name === "" || entry.optional === true || entry.peer === true;
      return found.version === entry.version && found.integrity === entry.integrity;
    }) && Object.keys(installed).every((name) => name in wanted)
  );
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}
