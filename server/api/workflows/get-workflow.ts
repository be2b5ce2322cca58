import { z } from "zod";
import { hookBaseUrl, toHooks } from "@/server/api/hook-url";
import { idInput } from "@/server/api/id-input";
import { memberProcedure } from "@/server/api/trpc";
import { hookSchema } from "@/server/api/workflows/hook-schema";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";
import { workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";

const openWorkflowSchema = z.object({
  id: z.string(),
  name: z.string(),
  draft: workflowDefinitionSchema,
  draftRevision: z.number().int(),
  draftHash: z.string(),
  deployed: z
    .object({
      versionId: z.string(),
      versionNumber: z.number().int(),
      contentHash: z.string(),
      deployedAt: z.string(),
    })
    .nullable(),
  hooks: z.array(hookSchema),
  hookBaseUrl: z.string(),
});

export const getWorkflow = memberProcedure
  .input(z.object({ workflowId: idInput }))
  .output(openWorkflowSchema)
  .query(async ({ ctx, input }) => {
    const { workspaceId, workspaceSlug } = ctx.member;
    const workflow = await ctx.workflows.find({ workspaceId, workflowId: input.workflowId });
    if (workflow === null) throw workflowNotFound();
    const place = { publicUrl: ctx.settings.publicUrl, workspaceSlug };
    return { ...workflow, hooks: toHooks(place, workflow.triggers), hookBaseUrl: hookBaseUrl(place) };
  });
