import { z } from "zod";
import { done, doneSchema } from "@/server/api/done";
import { lineInput } from "@/server/api/line-input";
import { memberProcedure } from "@/server/api/trpc";
import { passwordLength } from "@/server/identity/password-length";

const credentialsSchema = z.object({
  name: lineInput("Give your name."),
  email: z.string().trim().toLowerCase().pipe(z.email("Give an email address.").max(254, "That is too long.")),
  password: z
    .string()
    .min(passwordLength.min, `Use at least ${passwordLength.min} characters.`)
    .max(passwordLength.max, `Use at most ${passwordLength.max} characters.`),
  /** Needed once there is a password. */
  currentPassword: z.string().max(passwordLength.max).optional(),
});

export const setCredentials = memberProcedure
  .input(credentialsSchema)
  .output(doneSchema)
  .mutation(async ({ ctx, input }) => {
    await ctx.accounts.setCredentials(ctx.member, { ...input, currentPassword: input.currentPassword ?? null });
    return done;
  });
