import type { Database } from "@/server/db";
import { createWorkspaceStore, type Owner } from "@/server/identity/workspace-store";

export interface SampleInstaller {
  /**
   * Sees to it that the owner's workspace got the deployed sample workflow once. Called again after a crash it
   * goes on where it was; a sample that was edited or deleted it leaves alone.
   */
  ensureSample(owner: Owner): Promise<void>;
}

export type SeedOptions = { readonly database: Pick<Database, "prisma">; readonly sample: SampleInstaller };

/** Gives an empty database its owner, workspace and sample. Called at every start; changes nothing once done. */
export async function seedInstallation({ database, sample }: SeedOptions): Promise<Owner> {
  const owner = await createWorkspaceStore(database).ensureMain();
  await sample.ensureSample(owner);
  return owner;
}
