export const workspaceRoles = ["owner", "member"] as const;
export type WorkspaceRole = (typeof workspaceRoles)[number];

/** Who is asking, and on whose behalf: the only source of a request's workspace. */
export type Member = {
  readonly sessionId: string;
  readonly userId: string;
  readonly workspaceId: string;
  readonly workspaceSlug: string;
  readonly role: WorkspaceRole;
};

export interface MemberResolver {
  /** Null for anyone without a live session and a membership. A revoked session counts for at most a second more. */
  resolveMember(headers: Headers): Promise<Member | null>;
}
