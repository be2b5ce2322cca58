import { randomInt } from "node:crypto";

/** Without letters that are read as one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const RANDOM_LETTERS = 12;

/**
 * The place of a workspace in its hooks' URLs: readable, and with 59 bits that nobody else knows, so that
 * which workspaces there are cannot be found out by trying.
 */
export function createSlug(name: string): string {
  const readable = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 24);
  const random = Array.from({ length: RANDOM_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return readable === "" ? random : `${readable}-${random}`;
}
