import { z } from "zod";

/**
 * A text the author must write: spaces alone do not count, and an absent one is told in the same words.
 *
 * @param missing one sentence that says what to write, with an example
 */
export function textField(missing: string, maxLength: number) {
  const tooLong = `Keep it to ${maxLength.toLocaleString("en")} characters.`;
  return z.string(missing).regex(/\S/, missing).max(maxLength, tooLong);
}
