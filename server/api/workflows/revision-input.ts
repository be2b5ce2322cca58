import { z } from "zod";

/** The revision of a draft that the caller has seen. Bounded by the column it is compared with. */
export const revisionInput = z.number().int().min(0).max(2_147_483_647);
