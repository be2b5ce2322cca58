import type { ApiContext } from "@/server/api/trpc";
import type { Member } from "@/server/identity/member";

export const someMember: Member = {
  sessionId: "session-1",
  userId: "user-1",
  workspaceId: "workspace-1",
  workspaceSlug: "main",
  role: "owner",
};

/** A context whose every port refuses, but for those that a test puts in. */
export function testContext(overrides: Partial<ApiContext> = {}): ApiContext {
  const refuse = () => Promise.reject(new Error("This port was not to be called."));
  const workflows = {
    ...{ list: refuse, create: refuse, find: refuse, saveDraft: refuse, rename: refuse },
    ...{ delete: refuse, restore: refuse },
  };
  return {
    member: someMember,
    refreshMember: () => Promise.resolve(someMember),
    accounts: { getProfile: refuse, setCredentials: refuse },
    workflows,
    deployer: { deploy: refuse },
    checker: { check: refuse },
    runs: { list: refuse, find: refuse, findStep: refuse, findValue: refuse },
    changes: { publish: () => {}, subscribe: () => () => {} },
    settings: { publicUrl: "https://mill.example", signUp: "closed", isolation: { ok: true, message: null } },
    ...overrides,
  };
}
