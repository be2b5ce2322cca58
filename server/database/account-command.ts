import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { ServerAccount } from "@/server/database/server-account";

/** What to spawn, and under whose ids. */
export type AccountCommand = {
  readonly file: string;
  readonly args: readonly string[];
  readonly ids: { readonly uid: number; readonly gid: number } | Record<string, never>;
};

// Numbers as in capabilities(7): may pass any folder; may also write to any file, which containers leave to root more often.
const passingCapabilities = [
  { bit: 2n, name: "dac_read_search" },
  { bit: 1n, name: "dac_override" },
] as const;

/**
 * The command that runs `file` as the account. Where a folder on the way to one of `paths` is closed to the account,
 * as /root or a folder of mktemp is, the process keeps the one right of root that lets it pass, and no other.
 * Where the system can tell it, it is asked by SIGINT to end when we are killed.
 *
 * @throws Error with the mend when the account cannot be let in
 */
export function accountCommand(
  account: ServerAccount,
  command: { readonly file: string; readonly args: readonly string[] },
  paths: readonly string[],
): AccountCommand {
  const closed = account === null ? undefined : paths.flatMap(foldersAbove).find((folder) => !mayPass(folder, account));
  const help = setprivHelp();
  const capability = closed === undefined || help === null ? null : findPassingCapability();
  if (closed !== undefined && capability === null) {
    throw new Error(`The database's account may not enter ${closed}. Allow it with: chmod o+x ${closed}`);
  }
  const onDeath = help?.includes("--pdeathsig") ? ["--pdeathsig", "INT"] : [];
  if (onDeath.length === 0 && capability === null) return { ...command, ids: account ?? {} };

  const who =
    account === null ? [] : ["--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups"];
  const only = `-all,+${capability}`;
  // Without the secure bit the right would not count in access(2), by which initdb looks for the server.
  const rights =
    capability === null
      ? []
      : ["--securebits", "+no_setuid_fixup", "--inh-caps", only, "--ambient-caps", only, "--bounding-set", only];
  return { file: "setpriv", args: [...who, ...rights, ...onDeath, "--", command.file, ...command.args], ids: {} };
}

/** From the root down, without the target itself. */
function foldersAbove(target: string): readonly string[] {
  const folder = path.dirname(path.resolve(target));
  return folder === path.resolve(target) ? [] : [...foldersAbove(folder), folder];
}

function mayPass(folder: string, { uid, gid }: NonNullable<ServerAccount>): boolean {
  const stat = statSync(folder);
  if (stat.uid === uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

function findPassingCapability(): string | null {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  if (effective === undefined) return null;
  const held = BigInt(`0x${effective}`);
  return passingCapabilities.find(({ bit }) => (held & (1n << bit)) !== 0n)?.name ?? null;
}

/** What the tool says it can do; null where there is none. */
function setprivHelp(): string | null {
  try {
    return execFileSync("setpriv", ["--help"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null;
  }
}
