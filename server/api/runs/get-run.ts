import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { runNotFound } from "@/server/api/runs/run-not-found";
import { runViewSchema } from "@/server/api/runs/run-schemas";
import { memberProcedure } from "@/server/api/trpc";

export const getRun = memberProcedure
  .input(z.object({ runId: idInput }))
  .output(runViewSchema)
  .query(async ({ ctx, input: { runId } }) => {
    const run = await ctx.runs.find({ workspaceId: ctx.member.workspaceId, runId });
    if (run === null) throw runNotFound();
    return run;
  });
