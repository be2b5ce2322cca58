import { randomBytes } from "node:crypto";
import { chmod, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const secretsSchema = z.object({ authSecret: z.string().min(32) });

/** What the installation needs to keep to itself. Never logged, never sent. */
export type Secrets = Readonly<z.infer<typeof secretsSchema>>;

/** Makes the secrets once, at the first start, and reads them ever after. Only this account may read their file. */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, "secrets.json");
  const text = await readIfExists(file);
  if (text === null) return createSecrets(file);
  await chmod(file, 0o600);
  const parsed = secretsSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`${file} cannot be read. Put back a copy of it: without it nobody is signed in.`);
  return parsed.data;
}

async function createSecrets(file: string): Promise<Secrets> {
  const secrets: Secrets = { authSecret: randomBytes(32).toString("base64url") };
  // Written aside and synced before it gets its name: a power cut leaves the whole file or none.
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(secrets, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  return secrets;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function readIfExists(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
