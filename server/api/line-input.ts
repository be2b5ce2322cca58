import { z } from "zod";

/** One line of text as a person types it, without what no text has: control characters and halves of pairs. */
export function lineInput(whatIsMissing: string) {
  return z
    .string()
    .trim()
    .min(1, whatIsMissing)
    .max(120, "Use at most 120 characters.")
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "Use one line of plain text.");
}
