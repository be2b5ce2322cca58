import { z } from "zod";

/** A URL that starts runs at this moment, and the node it belongs to. */
export const hookSchema = z.object({ nodeId: z.string(), method: z.string(), url: z.string() });
