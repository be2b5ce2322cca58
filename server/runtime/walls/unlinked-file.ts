import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A text that other processes can be given as a descriptor. It has no name, so nothing of it is left behind. */
export interface UnlinkedFile {
  /** A new descriptor at the start of the file, to be closed by the caller. */
  open(): number;
  close(): void;
}

export function createUnlinkedFile(content: string | Buffer): UnlinkedFile {
  const folder = mkdtempSync(join(tmpdir(), "millrace-"));
  const path = join(folder, "content");
  writeFileSync(path, content, { mode: 0o600 });
  const fd = openSync(path, "r");
  rmSync(folder, { recursive: true });
  return {
    // By its own path and not a copy of the descriptor, as two of those would share one position.
    open: () => openSync(`/proc/self/fd/${fd}`, "r"),
    close: () => closeSync(fd),
  };
}
