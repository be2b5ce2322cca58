import { z } from "zod";
import { toHooks } from "@/server/api/hook-url";
import { idInput } from "@/server/api/id-input";
import { memberProcedure } from "@/server/api/trpc";
import { hookSchema } from "@/server/api/workflows/hook-schema";
import { problemSchema } from "@/server/api/workflows/problem-schema";
import { revisionInput } from "@/server/api/workflows/revision-input";
import { workflowNotFound } from "@/server/api/workflows/workflow-not-found";

const deployResultSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("deployed"),
    versionId: z.string(),
    versionNumber: z.number().int(),
    hooks: z.array(hookSchema).readonly(),
  }),
  z.object({ status: z.literal("refused"), problems: z.array(problemSchema).readonly() }),
  z.object({ status: z.literal("conflict"), revision: z.number().int() }),
]);

const noteInput = z
  .string()
  .trim()
  .max(500, "Use at most 500 characters.")
  .refine((note) => !note.includes("\0"), "Use plain text.")
  .default("");

export const deployWorkflow = memberProcedure
  .input(z.object({ workflowId: idInput, revision: revisionInput, note: noteInput }))
  .output(deployResultSchema)
  .mutation(async ({ ctx, input }) => {
    const { workspaceId, workspaceSlug, userId } = ctx.member;
    const key = { workspaceId, workflowId: input.workflowId };
    const result = await ctx.deployer.deploy({ ...key, userId, revision: input.revision, note: input.note });
    if (result.status !== "deployed") return result;

    const workflow = await ctx.workflows.find(key);
    if (workflow === null) throw workflowNotFound();
    const place = { publicUrl: ctx.settings.publicUrl, workspaceSlug };
    return { ...result, hooks: toHooks(place, workflow.triggers) };
  });
