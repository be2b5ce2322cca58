import { execFileSync } from "node:child_process";

/** The account that PostgreSQL runs under: ours, unless we are root, as which it refuses to run. */
export type ServerAccount = { readonly uid: number; readonly gid: number } | null;

/** Throws when we are root and the system has no account to step down to. */
export function findServerAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const account = readAccount(name);
    if (account !== null) return account;
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no account postgres or nobody. Start as another user.",
  );
}

function readAccount(name: string): ServerAccount {
  try {
    const idOf = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: "pipe" }).toString());
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    // `id` fails for an account that does not exist.
    return null;
  }
}
