import { z } from "zod";

/** The answer of a mutation that has nothing else to say. */
export const doneSchema = z.object({ ok: z.literal(true) });

export const done = { ok: true } as const;
