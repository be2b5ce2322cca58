import { z } from "zod";
import { type WorkflowDefinition, workflowDefinitionSchema } from "@/workflows/definition/workflow-definition";

const entrySchema = z.object({
  draft: workflowDefinitionSchema,
  /** The revision that the draft was made from. */
  baseRevision: z.number().int(),
  /** What the last save without an answer had sent: when the server has it, it came from here. */
  sent: workflowDefinitionSchema.nullable(),
  writtenAtMs: z.number(),
});
type StoredEntry = z.infer<typeof entrySchema>;
export type JournalEntry = {
  readonly draft: WorkflowDefinition;
  readonly baseRevision: number;
  readonly sent: WorkflowDefinition | null;
};

/** Keeps what the server has not confirmed in this browser, so that a killed tab loses nothing. */
export interface DraftJournal {
  /** False when the browser did not keep it: storage is full or forbidden. */
  write(entry: JournalEntry): boolean;
  /** What a tab left behind last, this one or another. */
  read(): JournalEntry | null;
  /** Forgets what this tab has written and what it has read. What other tabs hold is theirs. */
  clear(): void;
}

type JournalStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** @param tabId tells this tab from others that have the same workflow open */
export function createDraftJournal(workflowId: string, tabId: string, storage: JournalStorage): DraftJournal {
  const prefix = `millrace:draft:${workflowId}:`;
  const ownKey = `${prefix}${tabId}`;
  let adopted: { readonly key: string; readonly text: string } | null = null;

  return {
    write(entry) {
      try {
        storage.setItem(ownKey, JSON.stringify({ ...entry, writtenAtMs: Date.now() } satisfies StoredEntry));
        return true;
      } catch {
        // A full storage throws; the caller then warns before the page is left.
        return false;
      }
    },
    read() {
      const [latest] = storedEntries(storage, prefix).sort((a, b) => b.entry.writtenAtMs - a.entry.writtenAtMs);
      adopted = latest ?? null;
      return latest?.entry ?? null;
    },
    clear() {
      storage.removeItem(ownKey);
      // A tab that is still alive may have written more by now.
      if (adopted !== null && storage.getItem(adopted.key) === adopted.text) storage.removeItem(adopted.key);
    },
  };
}

function storedEntries(storage: JournalStorage, prefix: string) {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const text = storage.getItem(key) ?? "";
      const parsed = entrySchema.safeParse(parseJson(text));
      return parsed.success ? [{ key, text, entry: parsed.data }] : [];
    });
}

/** Null for a text that was cut off while it was written. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
