import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readNumber, readText } from "@/server/runtime/meter/read-number";

const MOUNT = "/sys/fs/cgroup";
const THREADS = 128;
const NAME = /^millrace-(\d+)-\d+$/;
const REMOVE_TRIES = 50;
const REMOVE_RETRY_MS = 20;

/** One instance's group. What it cannot tell or do on this machine is null or nothing. */
export interface ControlGroup {
  add(pid: number): void;
  /** To be called once: a limit below what is held would be refused. */
  limitMemory(bytes: number): void;
  readCpuNs(): number | null;
  readPeakBytes(): number | null;
  wasOutOfMemory(): boolean;
  /** To be called once the last process in it has ended. */
  remove(): void;
}

/** Makes groups; null where this machine or this user may not. */
export type ControlGroupFactory = (() => ControlGroup) | null;

type Folders = { readonly memory: string; readonly pids: string | null; readonly cpu: string; readonly version: 1 | 2 };

/** Finds out where groups can be made, by making one. */
export function findControlGroups(): ControlGroupFactory {
  const parents = findParents();
  if (parents === null) return null;
  removeLeftovers(parents);
  let made = 0;
  const create = () => {
    made += 1;
    return createGroup(parents, `millrace-${process.pid}-${made}`);
  };
  try {
    create().remove();
    return create;
  } catch {
    // Read-only or not ours: the watchdog and the process' own limits remain.
    return null;
  }
}

function findParents(): Folders | null {
  const lines = readFileSync("/proc/self/cgroup", "utf8").trim().split("\n");
  const findOwn = (controller: string): string | null => {
    const line = lines.find((text) => text.split(":")[1]?.split(",").includes(controller));
    if (line === undefined) return null;
    const folder = join(MOUNT, controller, line.split(":").slice(2).join(":"));
    // Inside a container the path is often the host's, and the container's own group is the mount.
    return existsSync(folder) ? folder : join(MOUNT, controller);
  };
  const memory = findOwn("memory");
  const cpu = findOwn("cpuacct");
  if (memory !== null && cpu !== null) return { memory, cpu, pids: findOwn("pids"), version: 1 };
  return findUnifiedParent(lines);
}

function findUnifiedParent(lines: readonly string[]): Folders | null {
  const own = lines.find((line) => line.startsWith("0::"))?.slice(3);
  if (own === undefined) return null;
  for (const folder of [join(MOUNT, own), MOUNT]) {
    const control = join(folder, "cgroup.subtree_control");
    if (!existsSync(control)) continue;
    try {
      writeFileSync(control, "+memory +pids");
      return { memory: folder, cpu: folder, pids: folder, version: 2 };
    } catch {
      // A group that holds processes cannot hand controllers on; its parent may.
    }
  }
  return null;
}

function createGroup(parents: Folders, name: string): ControlGroup {
  const memory = join(parents.memory, name);
  const cpu = join(parents.cpu, name);
  const pids = parents.pids === null ? null : join(parents.pids, name);
  const folders = [...new Set([memory, cpu, ...(pids === null ? [] : [pids])])];
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  if (pids !== null) writeFileSync(join(pids, "pids.max"), String(THREADS));
  const cpuFd = openSync(join(cpu, parents.version === 1 ? "cpuacct.usage" : "cpu.stat"), "r");
  const files = parents.version === 1 ? filesOfVersion1 : filesOfVersion2;

  return {
    add: (pid) => {
      for (const folder of folders) writeFileSync(join(folder, "cgroup.procs"), String(pid));
    },
    limitMemory: (bytes) => {
      for (const { file, value } of files.limits) {
        if (existsSync(join(memory, file))) writeFileSync(join(memory, file), value(bytes));
      }
    },
    readCpuNs: () => (parents.version === 1 ? readNumber(cpuFd) : readCpuStat(cpuFd)),
    readPeakBytes: () => readFileNumber(join(memory, files.peak)),
    wasOutOfMemory: () => /^oom_kill [1-9]/m.test(readFileText(join(memory, files.events))),
    remove: () => {
      closeSync(cpuFd);
      for (const folder of folders) removeFolder(folder, REMOVE_TRIES);
    },
  };
}

type LimitFile = { readonly file: string; readonly value: (bytes: number) => string };
const filesOfVersion1: { limits: readonly LimitFile[]; peak: string; events: string } = {
  limits: [
    { file: "memory.limit_in_bytes", value: String },
    { file: "memory.memsw.limit_in_bytes", value: String },
  ],
  peak: "memory.max_usage_in_bytes",
  events: "memory.oom_control",
};
const filesOfVersion2: typeof filesOfVersion1 = {
  limits: [
    { file: "memory.max", value: String },
    { file: "memory.swap.max", value: () => "0" },
  ],
  peak: "memory.peak",
  events: "memory.events",
};

function readCpuStat(fd: number): number | null {
  const micros = /^usage_usec (\d+)/m.exec(readText(fd))?.[1];
  return micros === undefined ? null : Number(micros) * 1_000;
}

function readFileText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Not every kernel has every file; the caller then knows nothing.
    return "";
  }
}

function readFileNumber(path: string): number | null {
  const text = readFileText(path);
  return text === "" ? null : Number(text);
}

/** A group stays busy for a moment after its last process has ended. */
function removeFolder(folder: string, triesLeft: number): void {
  try {
    rmdirSync(folder);
  } catch {
    if (triesLeft > 0 && existsSync(folder)) setTimeout(removeFolder, REMOVE_RETRY_MS, folder, triesLeft - 1);
  }
}

/** Groups of a platform that was killed: their processes died with it, the groups did not. */
function removeLeftovers(parents: Folders): void {
  for (const parent of [parents.memory, parents.cpu, parents.pids]) {
    if (parent === null) continue;
    for (const name of readdirSync(parent)) {
      const pid = NAME.exec(name)?.[1];
      if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeFolder(join(parent, name), 0);
    }
  }
}
