import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import { createSlug } from "@/server/identity/slug";

export const MAIN_SLUG = "main";

export type Owner = { readonly userId: string; readonly workspaceId: string };

export type WorkspaceStore = {
  /** Makes the first owner and the workspace `main`, once, on a database without users. Gives the owner of `main`. */
  ensureMain(): Promise<Owner>;
  /** Gives a user without any workspace one of their own, once however often it is called at a time. */
  ensureOwn(userId: string): Promise<void>;
};

/** Two processes that start on an empty database take turns. */
const SEED_LOCK = 7_155_012_441;

export function createWorkspaceStore({ prisma }: Pick<Database, "prisma">): WorkspaceStore {
  return {
    ensureMain: () =>
      prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK}::bigint)`;
        const owner = await tx.membership.findFirst({
          where: { workspace: { slug: MAIN_SLUG }, role: "owner" },
          orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
          select: { userId: true, workspaceId: true },
        });
        if (owner !== null) return owner;

        if ((await tx.user.count()) > 0) throw new Error('There are users, but the workspace "main" has no owner.');
        const [userId, workspaceId] = [uuidv7(), uuidv7()];
        await tx.user.create({ data: { id: userId, name: "Owner", email: "owner@localhost" } });
        await tx.workspace.create({ data: { id: workspaceId, slug: MAIN_SLUG, name: "Main" } });
        await tx.membership.create({ data: { workspaceId, userId, role: "owner" } });
        return { userId, workspaceId };
      }),
    ensureOwn: (userId) =>
      prisma.$transaction(async (tx) => {
        // The lock on the user's row makes calls at the same time take turns.
        const [user] = await tx.$queryRaw<
          { name: string }[]
        >`SELECT name FROM "user" WHERE id = ${userId}::uuid FOR UPDATE`;
        if (user === undefined || (await tx.membership.count({ where: { userId } })) > 0) return;
        const workspace = { id: uuidv7(), slug: createSlug(user.name), name: `${user.name}'s workspace` };
        await tx.workspace.create({ data: workspace });
        await tx.membership.create({ data: { workspaceId: workspace.id, userId, role: "owner" } });
      }),
  };
}
