import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimDataFolder } from "@/server/data-folder";
import { loadSecrets } from "@/server/secrets";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "millrace-data-test-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a data folder is made, and belongs to one process until that gives it back", async () => {
  const dataDir = path.join(folder, "deep", "data");
  const claimed = await claimDataFolder(dataDir);
  await expect(claimDataFolder(dataDir)).rejects.toThrow(`Another Millrace (process ${process.pid})`);
  await claimed.release();
  await (await claimDataFolder(dataDir)).release();
});

test.each([["999999999 1"], [`${process.pid} 1`], ["half a li"]])(
  "a folder that a killed process left claimed as %s is free",
  async (left) => {
    await writeFile(path.join(folder, "millrace.lock"), left);
    await (await claimDataFolder(folder)).release();
  },
);

test("a data folder that is a file is refused with the mend", async () => {
  const file = path.join(folder, "file");
  await writeFile(file, "");
  await expect(claimDataFolder(file)).rejects.toThrow(/it is no folder.*MILLRACE_DATA_DIR/);
});

test("secrets are made once, and only their owner may read them", async () => {
  const first = await loadSecrets(folder);
  await expect(loadSecrets(folder)).resolves.toEqual(first);
  expect((await stat(path.join(folder, "secrets.json"))).mode & 0o777).toBe(0o600);
});

test("secrets that cannot be read are never made anew", async () => {
  await writeFile(path.join(folder, "secrets.json"), "{");
  await expect(loadSecrets(folder)).rejects.toThrow("Put back a copy");
  await expect(readFile(path.join(folder, "secrets.json"), "utf8")).resolves.toBe("{");
});
