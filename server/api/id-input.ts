import { z } from "zod";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The id of nothing. */
const NIL = "00000000-0000-0000-0000-000000000000";

/** An id from outside. A malformed one becomes the id of nothing, so that it is answered as a missing one is. */
export const idInput = z
  .string()
  .max(200)
  .transform((id) => (uuid.test(id) ? id.toLowerCase() : NIL));
