import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startAutosave } from "@/components/editor/autosave/autosave-state";
import { createAutosaver, type SaveAnswer } from "@/components/editor/autosave/create-autosaver";
import { createDraftJournal } from "@/components/editor/autosave/draft-journal";
import { saveStatusOf } from "@/components/editor/autosave/save-status";
import { renameNode } from "@/components/editor/edits/change-node";
import { chain } from "@/components/editor/testing/sample-graph";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const opened = chain();
const named = (name: string) => renameNode(opened, "a", name);
const savedAt = "2026-11-24T11:00:00.000Z";

/** A browser's storage that a test can look into, and fill up. */
function createStorage() {
  const items = new Map<string, string>();
  const storage = {
    isFull: false,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (storage.isFull) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key: string) => {
      items.delete(key);
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
  return storage;
}

/** A server that keeps revisions, and can be away. Each request waits until the test lets it be answered. */
function setUp() {
  const requests: { baseRevision: number; draft: WorkflowDefinition; answer: (answer: SaveAnswer) => void }[] = [];
  const storage = createStorage();
  const journal = createDraftJournal("w", "tab", storage);
  const autosaver = createAutosaver(startAutosave({ draft: opened, revision: 4, savedAt: null }), {
    journal,
    save: (request) => new Promise((resolve) => requests.push({ ...request, answer: resolve })),
    onSaved: () => undefined,
  });
  const status = () => saveStatusOf(autosaver.store.getState());
  const saved = (revision: number) => ({ status: "saved", revision, savedAt, draftHash: "hash" }) as const;
  async function answerLast(answer: SaveAnswer) {
    requests.at(-1)?.answer(answer);
    await vi.advanceTimersByTimeAsync(0);
  }
  return { requests, storage, journal, autosaver, status, saved, answerLast };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createAutosaver", () => {
  test("saves once, after a pause, what was typed last", async () => {
    const { requests, autosaver, status, saved, answerLast } = setUp();
    for (const name of ["A", "Ab", "Abc"]) {
      autosaver.edited(named(name));
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(requests).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(800);
    expect(requests).toMatchObject([{ baseRevision: 4, draft: named("Abc") }]);
    expect(status()).toBe("saving");
    await answerLast(saved(5));
    expect(status()).toBe("saved");
  });

  test("saves now and then although nobody pauses", async () => {
    const { requests, autosaver } = setUp();
    for (let count = 0; count < 20; count += 1) {
      autosaver.edited(named(`Name ${count}`));
      await vi.advanceTimersByTimeAsync(400);
    }
    expect(requests.length).toBeGreaterThanOrEqual(1);
  });

  test("sends the next save from the revision that the last one made", async () => {
    const { requests, autosaver, saved, answerLast } = setUp();
    autosaver.edited(named("One"));
    await vi.advanceTimersByTimeAsync(800);
    autosaver.edited(named("Two"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(requests).toHaveLength(1);
    await answerLast(saved(5));
    await vi.advanceTimersByTimeAsync(800);
    expect(requests.at(-1)).toMatchObject({ baseRevision: 5, draft: named("Two") });
  });

  test("keeps the draft in the browser until the server has it", async () => {
    const { journal, autosaver, saved, answerLast } = setUp();
    autosaver.edited(named("Kept"));
    await vi.advanceTimersByTimeAsync(200);
    expect(journal.read()).toMatchObject({ draft: named("Kept"), baseRevision: 4, sent: null });
    await vi.advanceTimersByTimeAsync(600);
    expect(journal.read()?.sent).toEqual(named("Kept"));
    await answerLast(saved(5));
    expect(journal.read()).toBeNull();
  });

  test("tries again by itself, longer apart each time, and at once when it is told to", async () => {
    const { requests, autosaver, status, answerLast } = setUp();
    autosaver.edited(named("Offline"));
    await vi.advanceTimersByTimeAsync(800);
    await answerLast({ status: "unanswered" });
    expect(status()).toBe("offline");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(2);
    await answerLast({ status: "unanswered" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(2);
    autosaver.retry();
    expect(requests).toHaveLength(3);
  });

  test("flushes everything, what is typed during the flush included", async () => {
    const { requests, autosaver, saved, answerLast } = setUp();
    autosaver.edited(named("One"));
    const flushed = autosaver.flush();
    autosaver.edited(named("Two"));
    await answerLast(saved(5));
    expect(requests).toHaveLength(2);
    await answerLast(saved(6));
    expect(saveStatusOf(await flushed)).toBe("saved");
  });

  test("says when the browser could not keep the draft either", async () => {
    const { storage, autosaver } = setUp();
    storage.isFull = true;
    autosaver.edited(named("Nowhere"));
    expect(autosaver.keep()).toBe(false);
  });
});

describe("createDraftJournal", () => {
  const entry = { draft: named("Elsewhere"), baseRevision: 4, sent: null };

  test("leaves alone what another tab holds", () => {
    const storage = createStorage();
    const other = createDraftJournal("w", "other", storage);
    other.write(entry);
    createDraftJournal("w", "mine", storage).clear();
    expect(other.read()).toMatchObject(entry);
  });

  test("takes over what a dead tab left, and forgets it once it is saved", () => {
    const storage = createStorage();
    createDraftJournal("w", "dead", storage).write(entry);
    const journal = createDraftJournal("w", "mine", storage);
    expect(journal.read()).toMatchObject(entry);
    journal.clear();
    expect(storage.length).toBe(0);
  });

  test("does not forget what the other tab has written since", () => {
    const storage = createStorage();
    const other = createDraftJournal("w", "other", storage);
    other.write(entry);
    const journal = createDraftJournal("w", "mine", storage);
    journal.read();
    other.write({ ...entry, draft: named("More") });
    journal.clear();
    expect(other.read()?.draft).toEqual(named("More"));
  });

  test("skips what is cut off, and what belongs to another workflow", () => {
    const storage = createStorage();
    createDraftJournal("x", "tab", storage).write(entry);
    storage.setItem("millrace:draft:w:broken", '{"draft":');
    expect(createDraftJournal("w", "tab", storage).read()).toBeNull();
  });
});
