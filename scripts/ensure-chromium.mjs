import { existsSync } from "node:fs";
import { installPackage } from "./ensure-bubblewrap.mjs";
import { phase } from "./phase.mjs";

/** Installs Chromium for the browser tests where that is ours to do; CHROMIUM names another one. */
export async function ensureChromium() {
  const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (existsSync(executable)) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Error(
      `The browser tests need Chromium at ${executable}. Install it, or name another: CHROMIUM=/path npm test`,
    );
  }
  await phase("Installing Chromium", () => installPackage("chromium"));
}
