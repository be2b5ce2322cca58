import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 500;

/** Calls back once when the process that started this one has ended, or the npm behind the shell in between. */
export function whenStarterIsGone(onGone) {
  const parent = process.ppid;
  const shell = readProcess(parent);
  // npm runs scripts through a shell, which lives on when npm is killed.
  const npm = process.env.npm_lifecycle_event !== undefined && /^(ba|da|a)?sh$/.test(shell?.name) ? shell.parent : null;
  const timer = setInterval(() => {
    const isThere = process.ppid === parent && (npm === null || readProcess(parent)?.parent === npm);
    if (isThere) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** Null for a process that has ended. */
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const nameEnd = stat.lastIndexOf(")");
    return { name: stat.slice(stat.indexOf("(") + 1, nameEnd), parent: Number(stat.slice(nameEnd + 2).split(" ")[1]) };
  } catch {
    return null;
  }
}
