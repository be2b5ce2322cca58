import { spawn } from "node:child_process";

/** A command that ended otherwise than well; `output` is what it printed last. */
export class CommandFailed extends Error {
  constructor(command, code, output) {
    super(`${command} ended with ${code}.`);
    this.output = output;
  }
}

/** Runs a command to its end without showing what it prints. Throws CommandFailed with the end of that when it fails. */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed([command, ...args].join(" "), code ?? signal, output));
    });
  });
}
