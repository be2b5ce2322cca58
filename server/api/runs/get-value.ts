import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { runNotFound } from "@/server/api/runs/run-not-found";
import { jsonSchema, nodePathInput } from "@/server/api/runs/run-schemas";
import { memberProcedure } from "@/server/api/trpc";

/** A value that `runs.getStep` gave only the beginning of. */
export const getValue = memberProcedure
  .input(z.object({ runId: idInput, nodePath: nodePathInput, side: z.enum(["input", "output"]) }))
  .output(z.object({ json: jsonSchema }))
  .query(async ({ ctx, input: { runId, nodePath, side } }) => {
    const value = await ctx.runs.findValue({ workspaceId: ctx.member.workspaceId, runId }, nodePath, side);
    if (value === null) throw runNotFound();
    return value;
  });
