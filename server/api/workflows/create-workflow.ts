import { randomInt } from "node:crypto";
import { z } from "zod";
import { lineInput } from "@/server/api/line-input";
import { memberProcedure } from "@/server/api/trpc";
import { emptyDefinition } from "@/workflows/definition/workflow-definition";
import { httpTemplate } from "@/workflows/templates/http";

const templates = ["empty", "http"] as const;

const definitions = {
  empty: () => emptyDefinition,
  http: () => httpTemplate(`hook-${randomLetters(8)}`),
} satisfies Record<(typeof templates)[number], () => unknown>;

export const createWorkflow = memberProcedure
  .input(
    z.object({ name: lineInput("Give the workflow a name.").optional(), template: z.enum(templates).default("empty") }),
  )
  .output(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => {
    const definition = definitions[input.template]();
    return ctx.workflows.create(ctx.member.workspaceId, { name: input.name ?? "Untitled workflow", definition });
  });

/** Without letters that are read as one another. */
function randomLetters(count: number): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: count }, () => letters[randomInt(letters.length)]).join("");
}
