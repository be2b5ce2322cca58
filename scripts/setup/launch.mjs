import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { buildDir, nodeBinary, root, toolEnv } from "./paths.mjs";

const WATCH_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/**
 * Runs the server under the project's own Node until it ends, and returns the exit code for our own end. A signal to us
 * alone is passed on; a Ctrl-C reaches it through the terminal. When npm is killed over our heads, the server is stopped.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
export function launchServer(args, env) {
  const compileCache = path.join(buildDir, "compile-cache");
  mkdirSync(compileCache, { recursive: true });
  const register = path.join(root, "scripts/register-typescript.mjs");
  const main = path.join(root, "server/main.ts");
  const child = spawn(nodeBinary, ["--disable-warning=ExperimentalWarning", "--import", register, main, ...args], {
    cwd: root,
    env: toolEnv({ NODE_COMPILE_CACHE: compileCache, NEXT_TELEMETRY_DISABLED: "1", ...env }),
    // The channel closes when we are killed: the server then stops by itself.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });

  let postgresPid = null;
  child.on("message", (message) => {
    if (Number.isInteger(message?.postgresPid)) postgresPid = message.postgresPid;
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const npmPid = findNpm();
  const watch = setInterval(() => {
    if (npmPid !== null && !isAlive(npmPid)) child.kill("SIGTERM");
  }, WATCH_MS);

  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`millrace: ${nodeBinary} could not be run: ${error.message}\n`);
      clearInterval(watch);
      resolve(1);
    });
    child.once("exit", (code, signal) => {
      clearInterval(watch);
      // A killed server could not stop its database. The next start would take it over; nobody may come to start it.
      if (signal !== null && postgresPid !== null) stopPostgres(postgresPid);
      resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0));
    });
  });
}

/** The npm that runs us, which may have a shell between it and us. Null when npm does not. */
function findNpm() {
  if (process.env.npm_lifecycle_event === undefined) return null;
  const parent = readProc(process.ppid);
  if (parent === null) return null;
  return /^(sh|dash|bash|busybox)$/.test(parent.name) ? parent.parentPid : process.ppid;
}

function isAlive(pid) {
  const entry = readProc(pid);
  return entry !== null && entry.state !== "Z";
}

function stopPostgres(pid) {
  if (readProc(pid)?.name === "postgres") process.kill(pid, "SIGINT");
}

function readProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parentPid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { name: stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")), state, parentPid: Number(parentPid) };
  } catch {
    return null;
  }
}
