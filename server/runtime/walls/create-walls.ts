import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBubblewrapArguments } from "@/server/runtime/walls/bubblewrap-arguments";
import { findInheritedDescriptors } from "@/server/runtime/walls/inherited-descriptors";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import { noEnvironment } from "@/server/runtime/walls/no-environment";
import { findNodeLibraries } from "@/server/runtime/walls/node-libraries";
import { makeNodeReachable } from "@/server/runtime/walls/reachable-node";
import { buildSeccompFilter } from "@/server/runtime/walls/seccomp-filter";

/** Descriptors of a started process, as indexes of its `stdio`. */
export const STDERR_INDEX = 2;
export const CHANNEL_INDEX = 3;
export const INFO_INDEX = 4;
const SECCOMP_INDEX = 5;

const PRLIMIT_PATH = "/usr/bin/prlimit";
const TMP_FILE_BYTES = 64 * 1_024 * 1_024;
const OPEN_FILES = 1_024;
const THREADS = 128;

/** As root, every instance gets a user of its own from this range, so that no two share limits or signals. */
const FIRST_USER_ID = 59_000;
const USER_IDS = 1_000;

export interface Walls {
  /** Starts Node with these arguments behind the walls. Bubblewrap tells the pid of it on INFO_INDEX. */
  start(nodeArguments: readonly string[]): ChildProcess;
  /** Whether INFO_INDEX is there, and tells of a process other than the one that was started. */
  readonly hasInfo: boolean;
  close(): void;
}

/** Prepares once what every start needs. Throws when the machine is not what the probe found it to be. */
export function createWalls(mode: IsolationMode): Walls {
  return mode.kind === "none" ? createNoWalls() : createBubblewrapWalls(mode);
}

function createNoWalls(): Walls {
  const stdio: StdioOptions = ["ignore", "ignore", "pipe", "pipe"];
  return {
    start: (nodeArguments) => spawn(process.execPath, nodeArguments, { stdio, env: noEnvironment }),
    hasInfo: false,
    close: () => {},
  };
}

function createBubblewrapWalls(mode: Extract<IsolationMode, { kind: "bubblewrap" }>): Walls {
  const isRoot = process.getuid?.() === 0;
  const node = makeNodeReachable(isRoot);
  const filterFd = openFilter();
  const nullFd = openSync("/dev/null", "r");
  const inherited = findInheritedDescriptors(SECCOMP_INDEX + 1);
  const wall = [
    ...limitArguments(isRoot),
    mode.command,
    ...buildBubblewrapArguments({
      nodePath: node.path,
      libraries: findNodeLibraries(),
      hasProc: mode.hasProc,
      infoFd: INFO_INDEX,
      seccompFd: filterFd === null ? null : SECCOMP_INDEX,
    }),
  ];
  const [command = mode.command, ...wallArguments] = wall;
  let started = 0;

  return {
    start: (nodeArguments) => {
      // Opened anew each time: the reader moves the position of the descriptor it gets.
      const filter = filterFd === null ? null : openSync(`/proc/self/fd/${filterFd}`, "r");
      const stdio: (number | "ignore" | "pipe")[] = ["ignore", "ignore", "pipe", "pipe", "pipe", filter ?? nullFd];
      // There is no way to close what would be inherited, but something harmless can be put in its place.
      for (const fd of inherited) stdio[fd] = nullFd;
      const userId = FIRST_USER_ID + (started % USER_IDS);
      started += 1;
      const user = isRoot ? { uid: userId, gid: userId } : {};
      const child = spawn(command, [...wallArguments, ...nodeArguments], {
        stdio: Array.from(stdio, toStdio),
        env: noEnvironment,
        cwd: "/",
        ...user,
      });
      if (filter !== null) closeSync(filter);
      return child;
    },
    hasInfo: true,
    close: () => {
      if (filterFd !== null) closeSync(filterFd);
      closeSync(nullFd);
      node.remove();
    },
  };
}

/** The holes between two descriptors are left as they are. */
function toStdio(entry: number | "ignore" | "pipe" | undefined): number | "ignore" | "pipe" {
  return entry ?? "ignore";
}

/** Threads are limited only for a user of its own: otherwise the platform's own would count. */
function limitArguments(isRoot: boolean): readonly string[] {
  if (!existsSync(PRLIMIT_PATH)) return [];
  const threads = isRoot ? [`--nproc=${THREADS}`] : [];
  return [PRLIMIT_PATH, "--core=0", `--nofile=${OPEN_FILES}`, `--fsize=${TMP_FILE_BYTES}`, ...threads];
}

/** The filter as a file that has no name any more, so that nothing is left behind whatever happens. */
function openFilter(): number | null {
  const filter = buildSeccompFilter(process.arch);
  if (filter === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "millrace-filter-"));
  const path = join(folder, "seccomp.bpf");
  writeFileSync(path, filter, { mode: 0o600 });
  const fd = openSync(path, "r");
  rmSync(folder, { recursive: true });
  return fd;
}
