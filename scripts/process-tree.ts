import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

/** A process as /proc tells of it. `cpuTicks` counts its own time and that of children it has waited for. */
type ProcessEntry = { readonly pid: number; readonly parentPid: number; readonly cpuTicks: number };

/** The process and everything below it, parents before their children. Linux only. */
export function processTree(rootPid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const { pid, parentPid } of allProcesses()) {
    const siblings = children.get(parentPid);
    if (siblings === undefined) children.set(parentPid, [pid]);
    else siblings.push(pid);
  }
  const tree = [rootPid];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** CPU time that the tree has used so far, in milliseconds, to the kernel's tick of 10 ms. */
export function treeCpuMs(rootPid: number): number {
  const tree = new Set(processTree(rootPid));
  const ticks = allProcesses()
    .filter(({ pid }) => tree.has(pid))
    .reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  return (ticks * 1_000) / TICKS_PER_SECOND;
}

/** Memory of the tree in megabytes of 1,000,000 bytes, each shared page counted once in proportion. */
export function treePssMb(rootPid: number): number {
  const kilobytes = processTree(rootPid).reduce((sum, pid) => sum + pssKb(pid), 0);
  return (kilobytes * 1_024) / 1_000_000;
}

/** Whether a process of this number still runs; one that has ended but was not waited for does not. */
export function isAlive(pid: number): boolean {
  const stat = readProc(pid, "stat");
  return stat !== null && !/\) [ZX] /.test(stat);
}

function allProcesses(): readonly ProcessEntry[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const stat = readProc(Number(name), "stat");
    return stat === null ? [] : [parseStat(Number(name), stat)];
  });
}

/** Fields by number as in proc_pid_stat(5), counted after the command's name, which may hold anything. */
function parseStat(pid: number, stat: string): ProcessEntry {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  return { pid, parentPid: field(4), cpuTicks: field(14) + field(15) + field(16) + field(17) };
}

function pssKb(pid: number): number {
  const rollup = readProc(pid, "smaps_rollup");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup ?? "")?.[1] ?? 0);
}

/** Null when the process has ended meanwhile, or is not ours to read. */
function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
}
