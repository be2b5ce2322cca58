import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PROGRAM_LIMIT_BYTES = 1_024 * 1_024;

/** The harness as one CommonJS text that needs only Node. */
export async function buildGuestProgram(): Promise<string> {
  // Its command and not its library, which would stay in memory as a process of its own.
  const esbuild = createRequire(import.meta.url).resolve("esbuild/bin/esbuild");
  const entry = fileURLToPath(new URL("./guest/main.ts", import.meta.url));
  const options = ["--bundle", "--platform=node", "--format=cjs", "--target=node24", "--minify", "--log-level=error"];
  const { stdout } = await promisify(execFile)(esbuild, [entry, ...options], { maxBuffer: PROGRAM_LIMIT_BYTES });
  return stdout;
}
