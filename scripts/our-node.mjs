import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const NEEDED_MAJOR = 24;

/** The Node that the project runs on: the one from its own packages, else the machine's if that is new enough. */
export function ourNode() {
  const own = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= NEEDED_MAJOR) return process.execPath;
  throw new Error(
    `Millrace runs on Node ${NEEDED_MAJOR}, which npm has no package of for ${process.platform}-${process.arch}. ` +
      `Install Node ${NEEDED_MAJOR} and start again.`,
  );
}

/**
 * Runs one of our TypeScript programs in the place of this process: replaces it where Node can do that
 * (from 22.15), else waits for it and ends with its code.
 */
export function becomeProgram(entry, args = [], nodeFlags = []) {
  const register = pathToFileURL(path.join(root, "scripts", "register-typescript.mjs")).href;
  const flags = ["--import", register, ...nodeFlags, path.join(root, entry), ...args];
  const env = {
    ...process.env,
    PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env.PATH}`,
  };
  const node = ourNode();
  if (typeof process.execve === "function") process.execve(node, [node, ...flags], env);

  const child = spawn(node, flags, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  endWithParent(() => child.kill("SIGTERM"));
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGKILL" ? 137 : 1);
  });
}

/** A program whose parent is gone has nobody to stop it any more, so it stops itself. */
function endWithParent(stop) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1_000).unref();
}
