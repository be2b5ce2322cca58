import { existsSync } from "node:fs";
import path from "node:path";
import { phase } from "./phase.mjs";
import { Interrupted, runCommand } from "./run-command.mjs";

const APT_TIMEOUT_MS = 300_000;

/** Whether a program of this name is in PATH. */
export function isInPath(program) {
  return (process.env.PATH ?? "").split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
}

/**
 * Installs a missing program by apt where we may. False when it is still missing: whoever needs it then says so, with
 * the command that mends it.
 *
 * @param {string} program as it is called
 * @param {string} aptPackage
 */
export async function ensureTool(program, aptPackage) {
  if (isInPath(program)) return true;
  if (process.getuid?.() !== 0 || !isInPath("apt-get")) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args) => runCommand("apt-get", args, { env, timeout: APT_TIMEOUT_MS });
  const install = () => apt(["install", "-y", "-qq", "--no-install-recommends", aptPackage]);
  return phase(`Installing ${aptPackage} by apt`, async () => {
    try {
      // A fresh container has no package lists: the first try then fails, and the second has them.
      await install().catch(async (error) => {
        if (error instanceof Interrupted) throw error;
        await apt(["update", "-qq"]);
        await install();
      });
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      return false;
    }
    return isInPath(program);
  });
}
