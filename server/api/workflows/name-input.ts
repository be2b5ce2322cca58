import { z } from "zod";

/** A workflow's name as a person types it. */
export const nameInput = z
  .string()
  .trim()
  .min(1, "Give the workflow a name.")
  .max(120, "Use at most 120 characters.")
  .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name), "Use one line of plain text.");
