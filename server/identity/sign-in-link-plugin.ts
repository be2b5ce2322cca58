import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import type { SignInLinkStore } from "@/server/identity/sign-in-link-store";

/** `POST /sign-in/link`: a link's token for a session. What is wrong with a token that is refused is not told. */
export function signInLinkPlugin(links: Pick<SignInLinkStore, "redeem">) {
  return {
    id: "sign-in-link",
    endpoints: {
      signInWithLink: createAuthEndpoint(
        "/sign-in/link",
        { method: "POST", body: z.object({ token: z.string().min(1).max(200) }) },
        async (ctx) => {
          const userId = await links.redeem(ctx.body.token);
          const user = userId === null ? null : await ctx.context.internalAdapter.findUserById(userId);
          if (user === null) {
            throw new APIError("UNAUTHORIZED", {
              code: "LINK_SPENT",
              message: "This link was used already, or it has expired. Start Millrace again for a new one.",
            });
          }
          const session = await ctx.context.internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ ok: true });
        },
      ),
    },
    // A token cannot be guessed; this only bounds what trying costs us.
    rateLimit: [{ pathMatcher: (path) => path === "/sign-in/link", window: 60, max: 300 }],
  } satisfies BetterAuthPlugin;
}
