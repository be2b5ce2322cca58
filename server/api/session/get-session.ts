import { z } from "zod";
import { publicProcedure } from "@/server/api/trpc";
import { workspaceRoles } from "@/server/identity/member";

const sessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), hasPassword: z.boolean() }),
  workspace: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  role: z.enum(workspaceRoles),
  signUp: z.enum(["open", "closed"]),
  isolation: z.object({ ok: z.boolean(), message: z.string().nullable() }),
});

/** Null for a stranger, who learns nothing else. */
export const getSession = publicProcedure.output(sessionSchema.nullable()).query(async ({ ctx }) => {
  if (ctx.member === null) return null;
  const { user, workspace } = await ctx.accounts.getProfile(ctx.member);
  const { signUp, isolation } = ctx.settings;
  return { user, workspace, role: ctx.member.role, signUp, isolation };
});
