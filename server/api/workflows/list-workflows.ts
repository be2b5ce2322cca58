import { z } from "zod";
import { toHooks } from "@/server/api/hook-url";
import { memberProcedure } from "@/server/api/trpc";
import { runStatuses } from "@/workflows/run/run-status";

const workflowSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  updatedAt: z.string(),
  deployed: z.object({ versionNumber: z.number().int(), deployedAt: z.string() }).nullable(),
  hasUndeployedChanges: z.boolean(),
  triggers: z.array(z.object({ kind: z.string(), method: z.string(), url: z.string() })),
  lastRun: z.object({ id: z.string(), status: z.enum(runStatuses), createdAt: z.string() }).nullable(),
});

export const listWorkflows = memberProcedure
  .output(z.object({ workflows: z.array(workflowSummarySchema) }))
  .query(async ({ ctx }) => {
    const place = { publicUrl: ctx.settings.publicUrl, workspaceSlug: ctx.member.workspaceSlug };
    const summaries = await ctx.workflows.list(ctx.member.workspaceId);
    return { workflows: summaries.map((summary) => ({ ...summary, triggers: toHooks(place, summary.triggers) })) };
  });
