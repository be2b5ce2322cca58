import { describe, expect, test } from "vitest";
import {
  type AutosaveEvent,
  isDirty,
  mayStart,
  nextAutosave,
  retryDelayMs,
  startAutosave,
} from "@/components/editor/autosave/autosave-state";
import { openDraft } from "@/components/editor/autosave/open-draft";
import { saveStatusOf } from "@/components/editor/autosave/save-status";
import { renameNode } from "@/components/editor/edits/change-node";
import { chain } from "@/components/editor/testing/sample-graph";

const opened = chain();
const mine = renameNode(opened, "a", "Mine");
const later = renameNode(opened, "a", "Later");
const theirs = { draft: renameNode(opened, "a", "Theirs"), revision: 9, savedAt: "2026-11-24T10:00:00.000Z" };
const saved = { type: "saved", revision: 5, savedAt: "2026-11-24T11:00:00.000Z" } as const;

function following(...events: readonly AutosaveEvent[]) {
  const start = startAutosave({ draft: opened, revision: 4, savedAt: null });
  return events.reduce(nextAutosave, start);
}

const edited = (draft = mine): AutosaveEvent => ({ type: "edited", draft });
const started: AutosaveEvent = { type: "save-started" };

describe("autosave", () => {
  test.each([
    ["nothing was edited", following(), "saved"],
    ["something was edited", following(edited()), "unsaved"],
    ["the edit was taken back", following(edited(), edited(opened)), "saved"],
    ["a save is under way", following(edited(), started), "saving"],
    ["the server confirmed it", following(edited(), started, saved), "saved"],
    ["typing went on during the save", following(edited(), started, edited(later), saved), "unsaved"],
    ["no answer came", following(edited(), started, { type: "unanswered" }), "offline"],
    ["the next try is under way", following(edited(), started, { type: "unanswered" }, started), "saving"],
    ["the server refused it", following(edited(), started, { type: "refused", message: "Too large." }), "refused"],
    ["somebody else saved first", following(edited(), started, { type: "conflicted", theirs }), "conflict"],
  ] as const)("when %s it says so", (_when, state, status) => {
    expect(saveStatusOf(state)).toBe(status);
  });

  test("acknowledges what was sent, never what is typed by then", () => {
    const state = following(edited(), started, edited(later), saved);
    expect(state.acknowledged).toEqual({ draft: mine, revision: 5, savedAt: saved.savedAt });
    expect(isDirty(state)).toBe(true);
  });

  test("sends one save at a time", () => {
    expect(mayStart(following(edited(), started, edited(later)))).toBe(false);
  });

  test("sends nothing that a person has to decide first", () => {
    expect(mayStart(following(edited(), started, { type: "conflicted", theirs }, edited(later)))).toBe(false);
  });

  test("tries a refused draft again only when it has changed", () => {
    const refused = following(edited(), started, { type: "refused", message: "Too large." });
    expect(mayStart(refused)).toBe(false);
    expect(mayStart(nextAutosave(refused, edited(later)))).toBe(true);
  });

  test("counts tries without an answer, and waits longer each time", () => {
    const state = following(edited(), started, { type: "unanswered" }, started, { type: "unanswered" });
    expect(state.phase).toMatchObject({ name: "waiting", attempt: 2 });
    expect([1, 2, 3, 9].map(retryDelayMs)).toEqual([1_000, 2_000, 4_000, 30_000]);
  });

  test("knows a save of its own whose answer was lost", () => {
    const state = following(edited(), started, {
      type: "conflicted",
      theirs: { ...theirs, draft: structuredClone(mine) },
    });
    expect(saveStatusOf(state)).toBe("saved");
    expect(state.acknowledged.revision).toBe(9);
  });

  test("keeps mine by saving it over theirs", () => {
    const state = following(edited(), started, { type: "conflicted", theirs }, { type: "kept-mine" });
    expect(state.current).toBe(mine);
    expect(state.acknowledged.revision).toBe(9);
    expect(mayStart(state)).toBe(true);
  });

  test("takes theirs as it is", () => {
    const state = following(edited(), started, { type: "conflicted", theirs }, { type: "took-theirs", theirs });
    expect(state.current).toBe(theirs.draft);
    expect(saveStatusOf(state)).toBe("saved");
  });

  test("is told of a newer draft until it has it", () => {
    const told = following({ type: "saved-elsewhere", revision: 9 });
    expect(told.newerRevision).toBe(9);
    expect(nextAutosave(told, { type: "took-theirs", theirs }).newerRevision).toBeNull();
    expect(following({ type: "saved-elsewhere", revision: 4 }).newerRevision).toBeNull();
  });
});

describe("openDraft", () => {
  const server = { draft: opened, revision: 4, savedAt: theirs.savedAt };

  test.each([
    ["nothing was kept", null, false, "saved"],
    ["what was kept has been saved", { draft: opened, baseRevision: 3, sent: null }, false, "saved"],
    ["the tab was killed before the save", { draft: mine, baseRevision: 4, sent: null }, true, "unsaved"],
    ["the save came through, its answer did not", { draft: mine, baseRevision: 3, sent: opened }, true, "unsaved"],
    ["somebody else saved since", { draft: mine, baseRevision: 3, sent: null }, true, "conflict"],
  ] as const)("when %s", (_when, kept, isRestored, status) => {
    const { state, isRestored: restored } = openDraft(server, kept);
    expect(restored).toBe(isRestored);
    expect(saveStatusOf(state)).toBe(status);
    expect(state.current).toEqual(kept?.draft ?? opened);
  });
});
