import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { isAlive, processTree } from "@/scripts/process-tree";

const root = path.resolve(import.meta.dirname, "..");
const READY_WITHIN_MS = 240_000;
const STOPPED_WITHIN_MS = 15_000;

/** One running copy of the product, started as a user starts it. */
export type Installation = {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  /** Signs the owner in once; null when the banner gave none. */
  readonly signInLink: string | null;
  /** Ends the whole tree as a power cut would, and waits until every process is gone. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. Throws when a process is left, after killing it. */
  stop(): Promise<void>;
};

export type InstallationOptions = {
  readonly dataDir: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
};

/** Resolves when the product says that it is ready. Throws with what it printed when it ends before that. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const port = options.port ?? (await freePort());
  const child = spawn("npm", ["start", "--silent"], {
    cwd: root,
    env: { ...inheritedEnv(), PORT: String(port), MILLRACE_DATA_DIR: options.dataDir, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own group, so that a Ctrl-C meant for the caller is the caller's to pass on.
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("npm could not be started. Is it in PATH?");

  const printed: string[] = [];
  const readyUrl = new Promise<string>((resolve, reject) => {
    const onLine = (line: string) => {
      printed.push(line);
      options.onLine?.(line);
      const url = /^ready (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    };
    createInterface({ input: child.stdout }).on("line", onLine);
    createInterface({ input: child.stderr }).on("line", onLine);
    child.once("exit", (code) => reject(new Error(`The installation ended with code ${code}:\n${printed.join("\n")}`)));
    setTimeout(() => reject(new Error(`Not ready in time:\n${printed.join("\n")}`)), READY_WITHIN_MS).unref();
  });

  try {
    const url = await readyUrl;
    const signInLink = /\S+\/welcome#token=\S+/.exec(printed.join("\n"))?.[0] ?? null;
    return { url, pid, dataDir: options.dataDir, signInLink, kill: () => killTree(pid), stop: () => stopTree(pid) };
  } catch (error) {
    await killTree(pid);
    throw error;
  }
}

/** A private folder that is removed with everything in it when `use` has ended, however it ends. */
export async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "millrace-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

async function killTree(rootPid: number): Promise<void> {
  const tree = processTree(rootPid);
  for (const pid of tree) signal(pid, "SIGKILL");
  await allGone(tree);
}

async function stopTree(rootPid: number): Promise<void> {
  const tree = processTree(rootPid);
  // What a terminal's Ctrl-C does: every process of the group hears it at the same time.
  signal(-rootPid, "SIGINT");
  const left = await allGone(tree);
  if (left.length === 0) return;
  for (const pid of left) signal(pid, "SIGKILL");
  throw new Error(`${left.length} processes were left ${STOPPED_WITHIN_MS} ms after Ctrl-C.`);
}

/** The processes that are still there when the time for stopping is over. */
async function allGone(pids: readonly number[]): Promise<readonly number[]> {
  const deadlineMs = performance.now() + STOPPED_WITHIN_MS;
  for (;;) {
    const left = pids.filter(isAlive);
    if (left.length === 0 || performance.now() > deadlineMs) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Ended meanwhile, which is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The caller's environment without what would point the installation at somebody else's data. */
function inheritedEnv(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, MILLRACE_PUBLIC_URL: _url, ...env } = process.env;
  return env;
}
