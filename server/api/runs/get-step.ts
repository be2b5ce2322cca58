import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { runNotFound } from "@/server/api/runs/run-not-found";
import { nodePathInput, stepDetailSchema } from "@/server/api/runs/run-schemas";
import { memberProcedure } from "@/server/api/trpc";

export const getStep = memberProcedure
  .input(z.object({ runId: idInput, nodePath: nodePathInput }))
  .output(stepDetailSchema)
  .query(async ({ ctx, input: { runId, nodePath } }) => {
    const step = await ctx.runs.findStep({ workspaceId: ctx.member.workspaceId, runId }, nodePath);
    if (step === null) throw runNotFound();
    return step;
  });
