import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { accountCommand } from "@/server/database/account-command";
import { findServerAccount } from "@/server/database/server-account";

let folder: string;

beforeEach(async () => {
  // Closed to every other account, as a clone below /root is.
  folder = await mkdtemp(path.join(tmpdir(), "millrace-closed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[]): string {
  const { file, args: flags, ids } = accountCommand(findServerAccount(), { file: program, args }, [program]);
  return execFileSync(file, flags, { ...ids, encoding: "utf8", cwd: "/" });
}

test("a program below a closed folder runs, and finds its neighbours as PostgreSQL looks for them", async () => {
  const program = path.join(folder, "sh");
  await copyFile("/bin/sh", program);
  expect(run(program, ["-c", `test -x ${program} && echo found`])).toBe("found\n");
});

test.runIf(process.getuid?.() === 0)("the account keeps no right of root but the one to pass", async () => {
  const program = path.join(folder, "cat");
  await copyFile("/bin/cat", program);
  const status = run(program, ["/proc/self/status"]);
  expect(status).not.toMatch(/^Uid:\s+0/m);
  expect(status).toMatch(/^CapEff:\s+0+(2|4)$/m);
});
