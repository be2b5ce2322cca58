import type { Database } from "@/server/db";
import type { Member, WorkspaceRole } from "@/server/identity/member";

/** A live session; its member is null for a user without a workspace. */
export type LiveSession = { readonly userId: string; readonly member: Member | null };

export type MemberStore = {
  /** In one query, because every request to the API asks. */
  findSession(token: string): Promise<LiveSession | null>;
  /** Removes sessions whose time is over. */
  removeExpired(): Promise<void>;
};

type SessionRow = {
  readonly session_id: string;
  readonly user_id: string;
  readonly workspace_id: string | null;
  readonly slug: string | null;
  readonly role: string | null;
};

export function createMemberStore({ pool, prisma }: Pick<Database, "pool" | "prisma">): MemberStore {
  return {
    findSession: async (token) => {
      const { rows } = await pool.query<SessionRow>({
        name: "identity-session",
        text: `SELECT s.id AS session_id, s.user_id, m.workspace_id, w.slug, m.role
               FROM session s
               LEFT JOIN membership m ON m.user_id = s.user_id
               LEFT JOIN workspace w ON w.id = m.workspace_id
               WHERE s.token = $1 AND s.expires_at > now()
               ORDER BY m.created_at, m.workspace_id LIMIT 1`,
        values: [token],
      });
      const [row] = rows;
      return row === undefined ? null : { userId: row.user_id, member: toMember(row) };
    },
    removeExpired: async () => {
      await prisma.session.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    },
  };
}

function toMember({ session_id: sessionId, user_id: userId, workspace_id, slug, role }: SessionRow): Member | null {
  if (workspace_id === null || slug === null || role === null) return null;
  // safety: memberships are written with a WorkspaceRole.
  return { sessionId, userId, workspaceId: workspace_id, workspaceSlug: slug, role: role as WorkspaceRole };
}
