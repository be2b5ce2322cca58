import { existsSync } from "node:fs";
import path from "node:path";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

/**
 * Installs bubblewrap, which puts the walls around step code, where that is ours to do: as root, by apt.
 * Where it is not, nothing is done: the boot that follows checks the walls and says the mend.
 */
export async function ensureBubblewrap() {
  if (isInPath("bwrap") || process.getuid?.() !== 0 || !isInPath("apt-get")) return;
  try {
    await phase("Installing bubblewrap", () => installPackage("bubblewrap"));
  } catch (error) {
    process.stderr.write(`  bubblewrap could not be installed: ${lastLine(error)}\n`);
  }
}

/** By apt, with a fresh list of packages when the first try finds none. As root only. */
export async function installPackage(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], { env });
  try {
    await install();
  } catch {
    await runCommand("apt-get", ["update", "-q"], { env });
    await install();
  }
}

export function isInPath(name) {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, name)));
}

function lastLine(error) {
  return (error.output ?? error.message).trim().split("\n").at(-1);
}
