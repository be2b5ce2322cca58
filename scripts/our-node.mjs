import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { whenStarterIsGone } from "./starter.mjs";

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
 * (from 22.15), else waits for it and ends with its code. The program ends when npm, or this process, is killed.
 */
export function becomeProgram(entry, args = [], nodeFlags = []) {
  const isReplaced = typeof process.execve === "function";
  // Started by hand it may outlive its shell, as `nohup` and `&` promise.
  const isUnderNpm = process.env.npm_lifecycle_event !== undefined;
  const preloads = ["register-typescript.mjs", ...(isReplaced && !isUnderNpm ? [] : ["end-with-parent.mjs"])];
  const imports = preloads.flatMap((name) => ["--import", pathToFileURL(path.join(root, "scripts", name)).href]);
  const flags = [...imports, ...nodeFlags, path.join(root, entry), ...args];
  const env = {
    ...process.env,
    PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env.PATH}`,
    // Nothing that we run reports to anybody.
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const node = ourNode();
  if (isReplaced) process.execve(node, [node, ...flags], env);

  const child = spawn(node, flags, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (isUnderNpm) whenStarterIsGone(() => child.kill("SIGTERM"));
  child.once("error", (error) => {
    process.stderr.write(`${node} could not be run: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}
