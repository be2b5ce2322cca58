import { readdirSync, readFileSync } from "node:fs";

const CLOSE_ON_EXEC = 0o2000000;

/**
 * The descriptors above `first` that a process started by this one would inherit. Node closes its own
 * at exec; what its launcher left open (a terminal, a pipe, a socket of a supervisor) it passes on.
 */
export function findInheritedDescriptors(first: number): readonly number[] {
  return readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd >= first && isInherited(fd));
}

function isInherited(fd: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "latin1"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The descriptor that the folder itself was listed with: it is closed by now.
    return false;
  }
}
