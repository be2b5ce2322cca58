import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { buildBubblewrapArguments } from "@/server/runtime/walls/bubblewrap-arguments";
import { findInheritedDescriptors } from "@/server/runtime/walls/inherited-descriptors";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import { noEnvironment } from "@/server/runtime/walls/no-environment";
import { findNodeLibraries } from "@/server/runtime/walls/node-libraries";
import { makeNodeReachable } from "@/server/runtime/walls/reachable-node";
import { buildSeccompFilter } from "@/server/runtime/walls/seccomp-filter";
import { createUnlinkedFile } from "@/server/runtime/walls/unlinked-file";

/** Descriptors of a started process, as indexes of its `stdio`. */
export const STDERR_INDEX = 2;
export const CHANNEL_INDEX = 3;
export const INFO_INDEX = 4;
const PROGRAM_INDEX = 5;
const SECCOMP_INDEX = 6;

const PRLIMIT_PATH = "/usr/bin/prlimit";
const TMP_FILE_BYTES = 64 * 1_024 * 1_024;
const OPEN_FILES = 1_024;
const THREADS = 128;

/** As root, every instance gets a user of its own from this range, so that no two share limits or signals. */
const FIRST_USER_ID = 59_000;
const USER_IDS = 1_000;

export interface Walls {
  /** Starts Node with these flags and the program behind the walls. */
  start(nodeFlags: readonly string[]): ChildProcess;
  /** Whether the pid that counts is told on INFO_INDEX, and is not that of the started process. */
  readonly hasInfo: boolean;
  close(): void;
}

type Descriptor = number | "ignore" | "pipe";

/** Prepares once what every start needs. Throws when the machine is not what the probe found it to be. */
export function createWalls(mode: IsolationMode, program: string): Walls {
  return mode.kind === "none" ? createNoWalls(program) : createBubblewrapWalls(mode, program);
}

function createNoWalls(program: string): Walls {
  const stdio: Descriptor[] = ["ignore", "ignore", "pipe", "pipe"];
  return {
    start: (nodeFlags) => spawn(process.execPath, [...nodeFlags, "-e", program], { stdio, env: noEnvironment }),
    hasInfo: false,
    close: () => {},
  };
}

function createBubblewrapWalls(mode: Extract<IsolationMode, { kind: "bubblewrap" }>, program: string): Walls {
  const isRoot = process.getuid?.() === 0;
  const node = makeNodeReachable(isRoot);
  const programFile = createUnlinkedFile(program);
  const filter = buildSeccompFilter(process.arch);
  const filterFile = filter === null ? null : createUnlinkedFile(filter);
  const inherited = findInheritedDescriptors(SECCOMP_INDEX + 1);
  const plan = {
    nodePath: node.path,
    libraries: findNodeLibraries(),
    hasProc: mode.hasProc,
    infoFd: INFO_INDEX,
    programFd: PROGRAM_INDEX,
    seccompFd: filterFile === null ? null : SECCOMP_INDEX,
  };
  let started = 0;

  return {
    start: (nodeFlags) => {
      const opened = [
        openSync("/dev/null", "r"),
        programFile.open(),
        ...(filterFile === null ? [] : [filterFile.open()]),
      ];
      const userId = FIRST_USER_ID + (started % USER_IDS);
      started += 1;
      const user = isRoot ? { uid: userId, gid: userId } : {};
      const [command = mode.command, ...rest] = [
        ...limitArguments(isRoot),
        mode.command,
        ...buildBubblewrapArguments(plan, nodeFlags),
      ];
      const child = spawn(command, rest, { stdio: toStdio(opened, inherited), env: noEnvironment, cwd: "/", ...user });
      for (const fd of opened) closeSync(fd);
      return child;
    },
    hasInfo: true,
    close: () => {
      programFile.close();
      filterFile?.close();
      node.remove();
    },
  };
}

/** There is no way to close what would be inherited, but something harmless can be put in its place. */
function toStdio([nullFd, programFd, filterFd]: readonly number[], inherited: readonly number[]): Descriptor[] {
  const stdio: Descriptor[] = ["ignore", "ignore", "pipe", "pipe", "pipe", programFd ?? "ignore", filterFd ?? "ignore"];
  for (const fd of inherited) stdio[fd] = nullFd ?? "ignore";
  // The holes between two of them are left as they are.
  return Array.from(stdio, (entry: Descriptor | undefined) => entry ?? "ignore");
}

/** Threads are limited only for a user of its own: otherwise the platform's own would count. */
function limitArguments(isRoot: boolean): readonly string[] {
  if (!existsSync(PRLIMIT_PATH)) return [];
  const threads = isRoot ? [`--nproc=${THREADS}`] : [];
  return [PRLIMIT_PATH, "--core=0", `--nofile=${OPEN_FILES}`, `--fsize=${TMP_FILE_BYTES}`, ...threads];
}
