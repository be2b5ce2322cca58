import { z } from "zod";
import { done, doneSchema } from "@/server/api/done";
import { idInput } from "@/server/api/id-input";
import { memberProcedure } from "@/server/api/trpc";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";

/** Undoes `workflows.delete`. */
export const restoreWorkflow = memberProcedure
  .input(z.object({ workflowId: idInput }))
  .output(doneSchema)
  .mutation(async ({ ctx, input: { workflowId } }) => {
    if (!(await ctx.workflows.restore({ workspaceId: ctx.member.workspaceId, workflowId }))) throw workflowNotFound();
    return done;
  });
