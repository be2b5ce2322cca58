const NODE_PATH = "/node";
const PROGRAM_PATH = "/harness.cjs";
const USER_ID = "1000";
const TMP_BYTES = 64 * 1_024 * 1_024;

export type BubblewrapPlan = {
  readonly nodePath: string;
  readonly libraries: readonly string[];
  readonly hasProc: boolean;
  readonly infoFd: number;
  readonly programFd: number;
  readonly seccompFd: number | null;
};

/**
 * The walls, as seen from inside: a root that is empty but for Node and its libraries and cannot be
 * written, a small /tmp, a /proc of one process, no network, no environment, no rights.
 */
export function buildBubblewrapArguments(plan: BubblewrapPlan, nodeFlags: readonly string[]): readonly string[] {
  return [
    ...["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"],
    ...["--die-with-parent", "--new-session", "--as-pid-1", "--clearenv", "--cap-drop", "ALL"],
    ...["--uid", USER_ID, "--gid", USER_ID, "--hostname", "step"],
    ...["--ro-bind", plan.nodePath, NODE_PATH],
    ...["--ro-bind-data", String(plan.programFd), PROGRAM_PATH],
    ...plan.libraries.flatMap((path) => ["--ro-bind", path, path]),
    ...["null", "zero", "random", "urandom"].flatMap((name) => ["--dev-bind", `/dev/${name}`, `/dev/${name}`]),
    ...(plan.hasProc ? ["--proc", "/proc"] : []),
    ...["--size", String(TMP_BYTES), "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp"],
    ...["--info-fd", String(plan.infoFd)],
    ...(plan.seccompFd === null ? [] : ["--seccomp", String(plan.seccompFd)]),
    ...["--", NODE_PATH, ...nodeFlags, PROGRAM_PATH],
  ];
}
