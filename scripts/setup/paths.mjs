import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** The Node that came with the packages: the platform's own, whatever the machine has. */
export const nodeBinary = path.join(root, "node_modules/.bin/node");

/** What our scripts remember between two starts. Removing it costs time, never data. */
export const buildDir = path.join(root, ".build");

/** The environment in which a command finds the tools of this project first. */
export function toolEnv(extra = {}) {
  const bin = path.join(root, "node_modules/.bin");
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}`, ...extra };
}
