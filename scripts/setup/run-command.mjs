import { spawn } from "node:child_process";

const KEPT_CHARACTERS = 20_000;

/** Somebody asked the program to end while a command of it ran. */
export class Interrupted extends Error {}

/**
 * Runs a command to its end and returns the last of what it printed. Throws with the last lines when it fails. When we
 * are asked to end, the command is ended first.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<string>}
 */
export function runCommand(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    let printed = "";
    const keep = (text) => {
      printed = (printed + text).slice(-KEPT_CHARACTERS);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);

    let isInterrupted = false;
    const interrupt = () => {
      isInterrupted = true;
      child.kill("SIGTERM");
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
    const settle = () => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, interrupt);
    };

    child.once("error", (error) => {
      settle();
      reject(new Error(`${file} could not be run: ${error.message}`, { cause: error }));
    });
    child.once("close", (code) => {
      settle();
      if (isInterrupted) reject(new Interrupted("Stopped."));
      else if (code === 0) resolve(printed);
      else reject(new Error(`"${[file, ...args].join(" ")}" failed:\n${lastLines(printed)}`));
    });
  });
}

function lastLines(text) {
  return text.trimEnd().split("\n").slice(-25).join("\n");
}
