import { existsSync, readFileSync } from "node:fs";
import { createWalls } from "@/server/runtime/walls/create-walls";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import { err, ok, type Result } from "@/workflows/result";

const candidates = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];
const UNSAFE = "or set MILLRACE_UNSAFE_NO_ISOLATION=1 to run functions without walls";
const PROBE_TIMEOUT_MS = 10_000;
const PROBE_EXIT_CODE = 42;

/**
 * Starts a process behind the walls and sees whether it holds. An error is one line that names the
 * mend: functions must not run then.
 */
export async function probeIsolation(): Promise<Result<IsolationMode, string>> {
  const command = candidates.find((path) => existsSync(path));
  if (command === undefined) return err(`Install bubblewrap (apt-get install bubblewrap), ${UNSAFE}.`);

  let complaint = "";
  for (const hasProc of [true, false]) {
    const mode: IsolationMode = { kind: "bubblewrap", command, hasProc };
    const problem = await tryMode(mode);
    if (problem === null) return ok(mode);
    complaint ||= problem;
  }
  return err(nameMend(complaint, readSysctl));
}

/** Null if it works, else what the walled process or bubblewrap said. */
async function tryMode(mode: IsolationMode): Promise<string | null> {
  const walls = createWalls(mode, `process.exit(process.getuid() === 0 ? 1 : ${PROBE_EXIT_CODE})`);
  try {
    const child = walls.start([]);
    const said: string[] = [];
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
    const timer = setTimeout(() => child.kill("SIGKILL"), PROBE_TIMEOUT_MS);
    const exitCode = await new Promise<number | null>((resolve) => {
      child.once("error", (error) => {
        said.push(error.message);
        resolve(null);
      });
      child.once("close", resolve);
    });
    clearTimeout(timer);
    if (exitCode === PROBE_EXIT_CODE) return null;
    return said.join("").trim() || `the walled process ended with ${exitCode ?? "a signal"}`;
  } finally {
    walls.close();
  }
}

/** Turns a complaint of bubblewrap into what an operator can do about it. */
export function nameMend(complaint: string, findSetting: (name: string) => string | null): string {
  if (findSetting("kernel/unprivileged_userns_clone") === "0") {
    return `Allow user namespaces (sysctl -w kernel.unprivileged_userns_clone=1), ${UNSAFE}.`;
  }
  if (findSetting("user/max_user_namespaces") === "0") {
    return `Allow user namespaces (sysctl -w user.max_user_namespaces=10000), ${UNSAFE}.`;
  }
  const isRefused = /namespace|uid map|permission|not permitted/i.test(complaint);
  if (isRefused && findSetting("kernel/apparmor_restrict_unprivileged_userns") === "1") {
    return `Allow user namespaces (sysctl -w kernel.apparmor_restrict_unprivileged_userns=0), ${UNSAFE}.`;
  }
  const reason = complaint.split("\n")[0]?.slice(0, 200) ?? "";
  if (isRefused) {
    return `Allow user namespaces: in a container start it with --security-opt seccomp=unconfined, ${UNSAFE}. (${reason})`;
  }
  return `Bubblewrap could not start a process: mend it, ${UNSAFE}. (${reason})`;
}

function readSysctl(name: string): string | null {
  try {
    return readFileSync(`/proc/sys/${name}`, "utf8").trim();
  } catch {
    // Kernels have only the settings they were built or patched with.
    return null;
  }
}
