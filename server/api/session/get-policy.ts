import { z } from "zod";
import { publicProcedure } from "@/server/api/trpc";

/** What a stranger may know: whether they may make an account. */
export const getPolicy = publicProcedure
  .output(z.object({ signUp: z.enum(["open", "closed"]) }))
  .query(({ ctx }) => ({ signUp: ctx.settings.signUp }));
