import { createHash, randomBytes } from "node:crypto";
import type { Database } from "@/server/db";

const VALID_FOR_MS = 24 * 3_600_000;

export type SignInLinkStore = {
  /** Gives the token, which is kept nowhere, and voids every earlier link of the user. */
  create(userId: string): Promise<string>;
  /** The user of a link that is valid, which it then no longer is. Of any number of calls at a time one gets it. */
  redeem(token: string): Promise<string | null>;
};

export function createSignInLinkStore({ prisma, pool }: Pick<Database, "prisma" | "pool">): SignInLinkStore {
  return {
    create: async (userId) => {
      const token = randomBytes(32).toString("base64url");
      const link = { tokenHash: hash(token), userId, expiresAt: new Date(Date.now() + VALID_FOR_MS) };
      await prisma.$transaction([
        prisma.signInLink.deleteMany({ where: { OR: [{ userId }, { expiresAt: { lt: new Date() } }] } }),
        prisma.signInLink.create({ data: link }),
      ]);
      return token;
    },
    redeem: async (token) => {
      // One statement: whoever deletes the row has the link.
      const { rows } = await pool.query<{ readonly user_id: string }>(
        "DELETE FROM sign_in_link WHERE token_hash = $1 AND expires_at > now() RETURNING user_id",
        [hash(token)],
      );
      return rows[0]?.user_id ?? null;
    },
  };
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
