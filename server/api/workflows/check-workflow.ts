import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { memberProcedure } from "@/server/api/trpc";
import { problemSchema } from "@/server/api/workflows/problem-schema";
import { revisionInput } from "@/server/api/workflows/revision-input";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";
import { UserError } from "@/server/errors";

/** A mutation because it costs a compilation, and because its answer is for one revision only. */
export const checkWorkflow = memberProcedure
  .input(z.object({ workflowId: idInput, revision: revisionInput }))
  .output(z.object({ problems: z.array(problemSchema).readonly() }))
  .mutation(async ({ ctx, input: { workflowId, revision } }) => {
    const workflow = await ctx.workflows.find({ workspaceId: ctx.member.workspaceId, workflowId });
    if (workflow === null) throw workflowNotFound();
    if (workflow.draftRevision !== revision) {
      throw new UserError("conflict", "The draft was changed in the meantime. Check it again.");
    }
    return { problems: await ctx.checker.check(workflow.draft) };
  });
