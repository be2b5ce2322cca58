import { initTRPC } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import superjson from "superjson";
import type { DefinitionChecker, Deployer } from "@/server/api/ports";
import { translateError } from "@/server/api/translate-error";
import { UserError } from "@/server/errors";
import type { RunReader } from "@/server/history/run-reader";
import type { Accounts } from "@/server/identity/accounts";
import type { Member } from "@/server/identity/member";
import type { WorkflowStore } from "@/server/workflows/stored-workflow";
import type { RunChanges } from "@/workflows/ports";

export type ApiSettings = {
  /** Where people reach the installation, without a slash at its end. */
  readonly publicUrl: string;
  readonly signUp: "open" | "closed";
  /** Whether step code runs behind walls; if not, why not and what mends it. */
  readonly isolation: { readonly ok: boolean; readonly message: string | null };
};

/** What is the same for every request. */
export type ApiServices = {
  readonly accounts: Accounts;
  readonly workflows: WorkflowStore;
  readonly deployer: Deployer;
  readonly checker: DefinitionChecker;
  readonly runs: RunReader;
  readonly changes: RunChanges;
  readonly settings: ApiSettings;
};

export type ApiContext = ApiServices & {
  /** Null for a stranger. */
  readonly member: Member | null;
  /** Asks again who the caller is, for answers that outlast the moment they were asked for. */
  readonly refreshMember: () => Promise<Member | null>;
};

/** How often an open stream shows that it lives; proxies cut what is silent. */
const PING_MS = 15_000;

const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  // A stack is for the log, never for the caller.
  isDev: false,
  sse: {
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: 2 * PING_MS + 5_000 },
  },
  errorFormatter: ({ shape, error }) => {
    const told = translateError(error);
    const { code, message } = told;
    const { path } = shape.data;
    const data = { code, httpStatus: getHTTPStatusCodeFromError(told), ...(path === undefined ? {} : { path }) };
    return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data };
  },
});

/** Speaks our errors in tRPC's words, in one place, so that no procedure has to. */
const translateErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw translateError(result.error);
  return result;
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;
export const publicProcedure = t.procedure.use(translateErrors);

/** The workspace of everything below comes from here, never from an input. */
export const memberProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.member === null) throw new UserError("signed-out", "Sign in first.");
  return next({ ctx: { ...ctx, member: ctx.member } });
});
