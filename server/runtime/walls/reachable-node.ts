import { chmodSync, copyFileSync, linkSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type ReachableNode = { readonly path: string; remove(): void };

/**
 * A path of this Node that the instances' own user can open. Where the installation lies in a folder
 * closed to others, such as /root, that is a link to it or a copy of it in the temporary folder.
 */
export function makeNodeReachable(runsAsOtherUser: boolean): ReachableNode {
  const path = process.execPath;
  if (!runsAsOtherUser || isOpenToOthers(path)) return { path, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "millrace-node-"));
  chmodSync(folder, 0o711);
  const copy = join(folder, "node");
  if (!tryLink(path, copy)) {
    copyFileSync(path, copy);
    chmodSync(copy, 0o555);
  }
  return { path: copy, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function tryLink(path: string, link: string): boolean {
  const readAndRun = 0o005;
  if ((statSync(path).mode & readAndRun) !== readAndRun) return false;
  try {
    linkSync(path, link);
    return true;
  } catch {
    // Another file system, or one without links.
    return false;
  }
}

function isOpenToOthers(file: string): boolean {
  for (let path = file; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
