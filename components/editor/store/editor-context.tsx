"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { Editor, EditorState } from "@/components/editor/store/create-editor";

const EditorContext = createContext<Editor | null>(null);

export function EditorProvider({ editor, children }: { readonly editor: Editor; readonly children: ReactNode }) {
  return <EditorContext value={editor}>{children}</EditorContext>;
}

/** The open workflow's editor. Throws outside the editor page. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("useEditor was called outside the editor page.");
  return editor;
}

/** A part of the state; the component renders again only when that part changes. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select);
}

export function useHistory(): { readonly canUndo: boolean; readonly canRedo: boolean } {
  const { history } = useEditor();
  const canUndo = useStore(history, (state) => state.pastStates.length > 0);
  const canRedo = useStore(history, (state) => state.futureStates.length > 0);
  return { canUndo, canRedo };
}
