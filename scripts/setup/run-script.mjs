import { Interrupted } from "./run-command.mjs";

const INTERRUPTED_EXIT_CODE = 130;

/**
 * Runs a script that people start. What goes wrong is said on stderr, the first line naming the thing and the mend.
 *
 * @param {() => Promise<number>} script resolves with the exit code
 */
export async function runScript(script) {
  try {
    process.exitCode = await script();
  } catch (error) {
    if (error instanceof Interrupted) process.exitCode = INTERRUPTED_EXIT_CODE;
    else {
      process.stderr.write(`millrace: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
