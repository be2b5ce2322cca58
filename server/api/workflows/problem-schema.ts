import { z } from "zod";
import { type Problem, problemCodes } from "@/workflows/definition/problem";

export const problemSchema = z.object({
  code: z.enum(problemCodes),
  message: z.string(),
  nodeId: z.string().nullable(),
  field: z.string().nullable(),
  location: z.object({ line: z.number().int(), column: z.number().int() }).exactOptional(),
}) satisfies z.ZodType<Problem>;
