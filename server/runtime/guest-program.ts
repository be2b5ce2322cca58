import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/** The harness as one CommonJS text that needs only Node, to be passed on a command line. */
export function buildGuestProgram(): string {
  const result = buildSync({
    entryPoints: [fileURLToPath(new URL("./guest/main.ts", import.meta.url))],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node24",
    minify: true,
    // An import() must stay one: the bundle it loads exists only in the instance.
    supported: { "dynamic-import": true },
    logLevel: "silent",
  });
  const program = result.outputFiles[0]?.text;
  if (program === undefined) throw new Error("esbuild gave no output for the runtime's harness.");
  return program;
}
