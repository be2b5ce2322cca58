import { z } from "zod";
import { idInput } from "@/server/api/id-input";
import { runSummarySchema } from "@/server/api/runs/run-schemas";
import { memberProcedure } from "@/server/api/trpc";
import { runStatuses } from "@/workflows/run/run-status";

const PAGE_LIMIT = 100;

export const listRuns = memberProcedure
  .input(
    z
      .object({
        workflowId: idInput.optional(),
        status: z.enum(runStatuses).optional(),
        /** `nextCursor` of the page before. */
        cursor: z.string().max(200).nullish(),
        limit: z.number().int().min(1).max(PAGE_LIMIT).default(50),
      })
      .prefault({}),
  )
  .output(z.object({ runs: z.array(runSummarySchema).readonly(), nextCursor: z.string().nullable() }))
  .query(({ ctx, input: { workflowId = null, status = null, cursor = null, limit } }) =>
    ctx.runs.list(ctx.member.workspaceId, { workflowId, status, cursor, limit }),
  );
