import { hashPassword, verifyPassword } from "better-auth/crypto";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/server/db";
import { UserError } from "@/server/errors";
import type { Accounts, NewCredentials } from "@/server/identity/accounts";
import type { Member } from "@/server/identity/member";

/** better-auth's name for an account that signs in with a password. */
const PROVIDER = "credential";

type Transaction = Parameters<Parameters<Database["prisma"]["$transaction"]>[0]>[0];

export function createAccountStore({ prisma }: Pick<Database, "prisma">): Accounts & {
  hasPassword(userId: string): Promise<boolean>;
} {
  const findPassword = (client: Transaction, userId: string) =>
    client.account.findFirst({ where: { userId, providerId: PROVIDER }, select: { id: true, password: true } });

  return {
    hasPassword: async (userId) => (await findPassword(prisma, userId))?.password != null,

    getProfile: async ({ userId, workspaceId }) => {
      const [user, workspace, account] = await Promise.all([
        prisma.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true, name: true, email: true } }),
        prisma.workspace.findUniqueOrThrow({
          where: { id: workspaceId },
          select: { id: true, slug: true, name: true },
        }),
        findPassword(prisma, userId),
      ]);
      return { user: { ...user, hasPassword: account?.password != null }, workspace };
    },

    setCredentials: async (member, credentials) => {
      // Hashing is slow on purpose, so it is done before anything is locked.
      const password = await hashPassword(credentials.password);
      try {
        await prisma.$transaction(async (tx) => {
          await tx.$executeRaw`SELECT FROM "user" WHERE id = ${member.userId}::uuid FOR UPDATE`;
          const account = await findPassword(tx, member.userId);
          if (account?.password != null) await checkCurrentPassword(account.password, credentials);
          await save(tx, member, { ...credentials, password, accountId: account?.id ?? null });
        });
      } catch (error) {
        if (!isTakenEmail(error)) throw error;
        throw new UserError("conflict", "Another account has this email. Use another.", { cause: error });
      }
    },
  };
}

async function checkCurrentPassword(hash: string, { currentPassword }: NewCredentials): Promise<void> {
  if (currentPassword === null) throw new UserError("invalid-input", "Give your current password as well.");
  if (!(await verifyPassword({ hash, password: currentPassword }))) {
    throw new UserError("invalid-input", "The current password is not right.");
  }
}

type HashedCredentials = Pick<NewCredentials, "name" | "email" | "password"> & { readonly accountId: string | null };

async function save(tx: Transaction, member: Member, credentials: HashedCredentials): Promise<void> {
  const { name, email, password, accountId } = credentials;
  const { userId, sessionId } = member;
  await tx.user.update({ where: { id: userId }, data: { name, email } });
  if (accountId === null) {
    const id = uuidv7();
    await tx.account.create({ data: { id, userId, accountId: userId, providerId: PROVIDER, password } });
  } else {
    await tx.account.update({ where: { id: accountId }, data: { password } });
  }
  await tx.session.deleteMany({ where: { userId, id: { not: sessionId } } });
  await tx.signInLink.deleteMany({ where: { userId } });
}

/** Prisma's code for a unique index that has the value already; the email is the only one written here. */
function isTakenEmail(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
