import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildDir, root } from "./paths.mjs";

const IGNORED = /\.(test|itest|spec)\.tsx?$|(^|\/)\.next\/|(^|\/)generated\//;

/**
 * One hash over the names and contents of files and folders of the project. A missing one counts as such.
 *
 * @param {readonly string[]} inputs paths relative to the project's root
 */
export function fingerprintOf(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesUnder)) {
    const absolute = path.join(root, file);
    hash.update(`${file}\0`);
    hash.update(existsSync(absolute) ? readFileSync(absolute) : "missing");
    hash.update("\0");
  }
  return hash.digest("hex");
}

/** The fingerprint that was remembered under this name, or null. */
export function readStamp(name) {
  const file = path.join(buildDir, `${name}.stamp`);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

export function writeStamp(name, fingerprint) {
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(path.join(buildDir, `${name}.stamp`), fingerprint);
}

function filesUnder(relative) {
  const absolute = path.join(root, relative);
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) return [relative];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !IGNORED.test(file))
    .sort();
}
