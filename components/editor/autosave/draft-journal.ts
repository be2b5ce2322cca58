import { z } from "zod";
import { type WorkflowDefinition, workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";

const entrySchema = z.object({
  draft: workflowDefinitionSchema,
  /** The revision that the draft was made from. */
  baseRevision: z.number().int(),
  /** What the last save without an answer had sent: when the server has it, it came from here. */
  sent: workflowDefinitionSchema.nullable(),
});
export type JournalEntry = {
  readonly draft: WorkflowDefinition;
  readonly baseRevision: number;
  readonly sent: WorkflowDefinition | null;
};

/** Keeps what the server has not confirmed in this browser, so that a killed tab loses nothing. */
export interface DraftJournal {
  /** False when the browser did not keep it: storage is full or forbidden. */
  write(entry: JournalEntry): boolean;
  read(): JournalEntry | null;
  clear(): void;
}

export function createDraftJournal(workflowId: string, storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
  const key = `millrace:draft:${workflowId}`;
  const journal: DraftJournal = {
    write(entry) {
      try {
        storage.setItem(key, JSON.stringify(entry));
        return true;
      } catch {
        // A full storage throws; the caller then warns before the page is left.
        return false;
      }
    },
    read() {
      const text = storage.getItem(key);
      if (text === null) return null;
      const parsed = entrySchema.safeParse(parseJson(text));
      return parsed.success ? parsed.data : null;
    },
    clear: () => storage.removeItem(key),
  };
  return journal;
}

/** Null for a text that was cut off while it was written. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
