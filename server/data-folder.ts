import { readFileSync } from "node:fs";
import { access, constants, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** Our sole use of a data folder, as long as this process lives. */
export type DataFolder = {
  readonly path: string;
  release(): Promise<void>;
};

/**
 * Makes the folder when it is missing and takes it for this process alone: two of us would each think the other's
 * database server an orphan. What a killed process held is free.
 *
 * @throws Error in one line that says the mend
 */
export async function claimDataFolder(dataDir: string): Promise<DataFolder> {
  await makeWritable(dataDir);
  const lockFile = path.join(dataDir, "millrace.lock");
  while (!(await writeNew(lockFile, ourName()))) {
    const owner = await readOwner(lockFile);
    if (owner !== null && nameOf(owner.pid) === owner.name) {
      throw new Error(
        `Another Millrace (process ${owner.pid}) uses ${dataDir}. Stop it, or choose another folder: MILLRACE_DATA_DIR=…`,
      );
    }
    await rm(lockFile, { force: true });
  }
  return { path: dataDir, release: () => rm(lockFile, { force: true }) };
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    // Others may pass through, because the database's account must; what is secret is closed by itself.
    await mkdir(dataDir, { recursive: true, mode: 0o711 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "unknown";
    const reason = code === "EEXIST" || code === "ENOTDIR" ? "it is no folder" : `it cannot be written to (${code})`;
    throw new Error(
      `The data folder ${dataDir} is of no use: ${reason}. Mend that, or choose another: MILLRACE_DATA_DIR=/path npm start`,
      { cause: error },
    );
  }
}

/** False when the file was there already. Nobody ever sees it half written. */
async function writeNew(file: string, text: string): Promise<boolean> {
  const ours = `${file}.${process.pid}`;
  await writeFile(ours, text, { mode: 0o600 });
  try {
    await link(ours, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(ours, { force: true });
  }
}

/** Null when the owner has given it back meanwhile, or when it is no lock of ours. */
async function readOwner(lockFile: string): Promise<{ readonly pid: number; readonly name: string } | null> {
  const name = await readFile(lockFile, "utf8").catch(() => "");
  const pid = Number(name.split(" ")[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, name } : null;
}

function ourName(): string {
  return nameOf(process.pid) ?? `${process.pid} 0`;
}

/** A process by its number and the time it began, since numbers are given out again. */
function nameOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Field 22 of proc_pid_stat(5) is when it began. A zombie has ended.
    return state === "Z" ? null : `${pid} ${fields[18]}`;
  } catch {
    // There is no such process.
    return null;
  }
}
