import { type BetterAuthOptions, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Database } from "@/server/db";
import { CLIENT_IP_HEADER } from "@/server/identity/client-ip-header";
import type { MemberStore } from "@/server/identity/member-store";
import { passwordLength } from "@/server/identity/password-length";
import type { SessionCookie } from "@/server/identity/session-cookie";
import { signInLinkPlugin } from "@/server/identity/sign-in-link-plugin";
import type { SignInLinkStore } from "@/server/identity/sign-in-link-store";
import { createSignInTries } from "@/server/identity/sign-in-tries";
import type { Log } from "@/server/log";

/** Signing in again once a month is what bounds a stolen session; nothing prolongs one. */
const SESSION_DAYS = 30;

export type AuthOptions = {
  readonly database: Pick<Database, "prisma">;
  readonly links: Pick<SignInLinkStore, "redeem">;
  readonly members: Pick<MemberStore, "removeExpired">;
  readonly cookie: SessionCookie;
  readonly secret: string;
  readonly publicUrl: string;
  readonly origins: readonly string[];
  readonly signUp: "open" | "closed";
  readonly log: Log;
};

const signUpSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give your name.")
    .max(120, "The name is too long.")
    .refine((name) => !/\p{Cc}/u.test(name), "The name must be one line of plain text."),
  email: z.email("Give an email address.").max(254, "The email address is too long."),
});

/** better-auth, set up for this installation: email and password, and one-time links. */
export function createAuth(options: AuthOptions) {
  const { cookie, origins, signUp, log } = options;
  return betterAuth({
    appName: "Millrace",
    baseURL: options.publicUrl,
    basePath: "/api/auth",
    secret: options.secret,
    trustedOrigins: [...origins],
    telemetry: { enabled: false },
    database: prismaAdapter(options.database.prisma, { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      disableSignUp: signUp === "closed",
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    // Whoever signs in sweeps up, so that the table holds live sessions and little else.
    databaseHooks: { session: { create: { after: () => options.members.removeExpired() } } },
    session: { expiresIn: SESSION_DAYS * 86_400, disableSessionRefresh: true },
    rateLimit: {
      enabled: true,
      storage: "memory",
      window: 10,
      max: 100,
      customRules: { "/sign-in/email": { window: 60, max: 10 }, "/sign-up/email": { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: cookie.name.replace(/\.session$/, ""),
      cookies: { session_token: { name: cookie.name } },
      // The name has its own prefix for TLS.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure: cookie.isSecure },
      database: { generateId: () => uuidv7() },
      ipAddress: { ipAddressHeaders: [CLIENT_IP_HEADER] },
      // Said outright, because a test environment would switch both off.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    plugins: [signInLinkPlugin(options.links)],
    hooks: signInHooks(signUp),
    logger: { level: "warn", log: (level, message) => log[level](`auth: ${message}`) },
    onAPIError: {
      onError: (error) => {
        // Refusals of ours come by here too, and whoever tries passwords must not fill the log.
        const isRefusal = error instanceof APIError && error.statusCode < 500;
        if (!isRefusal) log.error({ err: error }, "auth: a request failed");
      },
    },
  } satisfies BetterAuthOptions);
}

/** What better-auth leaves to whoever sets it up, before and after its own checks. */
function signInHooks(signUp: "open" | "closed") {
  const tries = createSignInTries(() => performance.now());
  return {
    before: createAuthMiddleware(async (ctx) => {
      if (ctx.path === "/sign-in/email") {
        const waitSec = typeof ctx.body?.email === "string" ? tries.begin(ctx.body.email) : null;
        if (waitSec === null) return;
        const message = `Too many tries at this account. Try again in ${Math.ceil(waitSec / 60)} min.`;
        throw new APIError("TOO_MANY_REQUESTS", { message }, { "x-retry-after": String(waitSec) });
      }
      if (ctx.path !== "/sign-up/email") return;
      if (signUp === "closed") {
        throw new APIError("FORBIDDEN", { message: "Sign-up is closed on this installation." });
      }
      const parsed = signUpSchema.safeParse(ctx.body);
      if (!parsed.success) throw new APIError("BAD_REQUEST", { message: parsed.error.issues[0]?.message ?? "" });
      return { context: { ...ctx, body: { ...parsed.data, password: ctx.body.password } } };
    }),
    after: createAuthMiddleware(async (ctx) => {
      if (ctx.path === "/sign-in/email" && ctx.context.newSession !== null) tries.succeed(ctx.body.email);
    }),
  };
}
