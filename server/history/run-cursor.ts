import { UserError } from "@/server/errors";

/** The place of a run in a list: created at this time, and before runs of the same time with a greater id. */
export type RunPlace = { readonly createdAtMs: number; readonly runId: string };

const cursorText = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Opaque to callers; it survives a URL as it is. */
export function formatCursor({ createdAtMs, runId }: RunPlace): string {
  return `${createdAtMs}_${runId}`;
}

/** @throws UserError "invalid-input" for anything that `formatCursor` did not make */
export function parseCursor(cursor: string): RunPlace {
  const [, createdAtMs, runId] = cursorText.exec(cursor) ?? [];
  if (createdAtMs === undefined || runId === undefined) {
    throw new UserError("invalid-input", "cursor: This is no place in a list of runs. Start from its first page.");
  }
  return { createdAtMs: Number(createdAtMs), runId };
}
