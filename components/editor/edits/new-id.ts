const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 8;

/** Gives an id that no node (`n`) or edge (`e`) of the workflow has. Edits take it as a value, so that they stay pure. */
export type NewId = (prefix: "n" | "e") => string;

export const newId: NewId = (prefix) => `${prefix}_${randomText(LENGTH)}`;

/** Lower-case letters and digits. */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
