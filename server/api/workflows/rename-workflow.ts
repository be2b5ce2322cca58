import { z } from "zod";
import { done, doneSchema } from "@/server/api/done";
import { idInput } from "@/server/api/id-input";
import { lineInput } from "@/server/api/line-input";
import { memberProcedure } from "@/server/api/trpc";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";

export const renameWorkflow = memberProcedure
  .input(z.object({ workflowId: idInput, name: lineInput("Give the workflow a name.") }))
  .output(doneSchema)
  .mutation(async ({ ctx, input: { workflowId, name } }) => {
    if (!(await ctx.workflows.rename({ workspaceId: ctx.member.workspaceId, workflowId }, name))) {
      throw workflowNotFound();
    }
    return done;
  });
