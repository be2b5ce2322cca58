import { describe, expect, test } from "vitest";
import { moveNodes, renameNode, setConfig } from "@/components/editor/edits/change-node";
import { createEditor } from "@/components/editor/store/create-editor";
import { chain } from "@/components/editor/testing/sample-graph";

function openEditor() {
  const clock = { nowMs: 7_000 };
  const editor = createEditor(chain(), () => clock.nowMs);
  const type = (value: string) =>
    editor.edit((definition) => setConfig(definition, "a", { field: "source", value }), { burst: "config:a:source" });
  const source = () => editor.store.getState().definition.nodes[1]?.config.source;
  const pastCount = () => editor.history.getState().pastStates.length;
  return { clock, editor, type, source, pastCount };
}

describe("the editor's history", () => {
  test("undoes a burst of typing at once", () => {
    const { editor, type, source, pastCount } = openEditor();
    const before = source();
    for (const text of ["a", "ab", "abc"]) type(text);
    expect(pastCount()).toBe(1);
    editor.undo();
    expect(source()).toBe(before);
    editor.redo();
    expect(source()).toBe("abc");
  });

  test("begins another entry after a pause", () => {
    const { clock, editor, type, source } = openEditor();
    type("first");
    clock.nowMs += 1_500;
    type("second");
    editor.undo();
    expect(source()).toBe("first");
  });

  test("does not join what was typed before and after an undo", () => {
    const { editor, type, source } = openEditor();
    type("first");
    editor.undo();
    type("second");
    editor.undo();
    expect(source()).toBe(chain().nodes[1]?.config.source);
  });

  test("remembers no edit that changes nothing, and nothing of the view", () => {
    const { editor, pastCount } = openEditor();
    editor.edit((definition) => renameNode(definition, "a", "a"));
    editor.show({ openNodeId: "a" });
    expect(pastCount()).toBe(0);
    expect(editor.store.getState().openNodeId).toBe("a");
  });

  test("goes back 200 steps and forth again", () => {
    const { editor } = openEditor();
    for (let count = 1; count <= 200; count += 1) {
      editor.edit((definition) => moveNodes(definition, new Map([["a", { x: count, y: count }]])));
    }
    const last = editor.store.getState().definition;
    for (let count = 0; count < 200; count += 1) editor.undo();
    expect(editor.store.getState().definition).toEqual(chain());
    for (let count = 0; count < 200; count += 1) editor.redo();
    expect(editor.store.getState().definition).toBe(last);
  });
});
