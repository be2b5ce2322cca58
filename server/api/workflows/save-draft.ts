import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { memberProcedure } from "@/server/api/trpc";
import { revisionInput } from "@/server/api/workflows/revision-input";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";
import { workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";

const savedDraftSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("saved"),
    revision: z.number().int(),
    savedAt: z.string(),
    draftHash: z.string(),
  }),
  z.object({
    status: z.literal("conflict"),
    revision: z.number().int(),
    draft: workflowDefinitionSchema,
    savedAt: z.string(),
  }),
]);

/** Somebody else's save in between is an answer, not an error: the person is offered a choice. */
export const saveDraft = memberProcedure
  .input(z.object({ workflowId: idInput, baseRevision: revisionInput, draft: workflowDefinitionSchema }))
  .output(savedDraftSchema)
  .mutation(async ({ ctx, input }) => {
    const { workflowId, baseRevision, draft } = input;
    const key = { workspaceId: ctx.member.workspaceId, workflowId };
    const saved = await ctx.workflows.saveDraft(key, { baseRevision, draft });
    if (saved === null) throw workflowNotFound();
    return saved;
  });
