import type { Database } from "@/server/db";
import { createAccountStore } from "@/server/identity/account-store";
import type { Accounts } from "@/server/identity/accounts";
import { createAuth } from "@/server/identity/create-auth";
import type { MemberResolver } from "@/server/identity/member";
import { createMemberStore } from "@/server/identity/member-store";
import { readSessionToken, sessionCookieOf } from "@/server/identity/session-cookie";
import { createSignInLinkStore } from "@/server/identity/sign-in-link-store";
import { createWorkspaceStore } from "@/server/identity/workspace-store";
import type { Log } from "@/server/log";

export type IdentityOptions = {
  readonly database: Database;
  readonly log: Log;
  /** Signs cookies. Not kept in the database, so that a copy of it signs nobody in. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly origins: readonly string[];
  readonly signUp: "open" | "closed";
};

export type Identity = MemberResolver & {
  readonly accounts: Accounts;
  /** Answers `/api/auth/*`. */
  handleAuth(request: Request): Promise<Response>;
  /** A link that signs the owner of the workspace `main` in once, within a day. Voids the ones before it. */
  createOwnerSignInLink(): Promise<string>;
  /** Whether the owner of `main` can sign in without a link. */
  ownerHasPassword(): Promise<boolean>;
};

export function createIdentity(options: IdentityOptions): Identity {
  const { database, publicUrl, secret, signUp } = options;
  const links = createSignInLinkStore(database);
  const accounts = createAccountStore(database);
  const members = createMemberStore(database);
  const workspaces = createWorkspaceStore(database);
  const cookie = sessionCookieOf(publicUrl);
  const auth = createAuth({ ...options, links, members, cookie });

  return {
    accounts,
    handleAuth: (request) => auth.handler(request),
    createOwnerSignInLink: async () => {
      const { userId } = await workspaces.ensureMain();
      return `${publicUrl}/welcome#token=${await links.create(userId)}`;
    },
    ownerHasPassword: async () => accounts.hasPassword((await workspaces.ensureMain()).userId),
    resolveMember: async (headers) => {
      const token = readSessionToken(headers.get("cookie"), cookie.name, secret);
      const session = token === null ? null : await members.findSession(token);
      if (token === null || session === null) return null;
      if (session.member !== null || signUp === "closed") return session.member;
      // Whoever has just signed up has no workspace yet. Made here, a crash in between loses nothing.
      await workspaces.ensureOwn(session.userId);
      return (await members.findSession(token))?.member ?? null;
    },
  };
}
