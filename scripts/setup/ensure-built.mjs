import { existsSync } from "node:fs";
import path from "node:path";
import { fingerprintOf, readStamp, writeStamp } from "./fingerprint.mjs";
import { root, toolEnv } from "./paths.mjs";
import { phase } from "./phase.mjs";
import { runCommand } from "./run-command.mjs";

/** Everything that the pages are made of. The server itself is not built: Node runs it as it is written. */
const INPUTS = [
  "app",
  "components",
  "workflows",
  "public",
  "package-lock.json",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
];

/** Builds the pages when a file that they are made of has changed since they were built. */
export async function ensureBuilt() {
  const fingerprint = fingerprintOf(INPUTS);
  if (readStamp("pages") === fingerprint && existsSync(path.join(root, ".next/BUILD_ID"))) return;
  await phase("Building the pages, about a minute", () =>
    runCommand("next", ["build"], {
      cwd: root,
      env: toolEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    }),
  );
  writeStamp("pages", fingerprint);
}
