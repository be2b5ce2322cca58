"use client";

import { useEffect } from "react";
import type { CodeWorkspace } from "@/components/code-editor/create-code-workspace";
import { useEditorSession } from "@/components/editor/session/session-context";

const PAUSE_MS = 300;

/** Checks all code after each pause, in the language service that the code editor brings along. */
export function useCodeCheck(): void {
  const { editor, tracker } = useEditorSession();

  useEffect(() => {
    let isGone = false;
    let workspace: CodeWorkspace | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function check() {
      if (workspace === null) return;
      const { definition, openNodeId } = editor.store.getState();
      if (openNodeId !== null) workspace.open(definition, openNodeId);
      const problems = await workspace.check(definition);
      if (problems !== null && !isGone) tracker.codeChecked(problems);
    }

    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.openNodeId !== before.openNodeId && state.openNodeId !== null) {
        workspace?.open(state.definition, state.openNodeId);
      }
      if (state.definition === before.definition) return;
      clearTimeout(timer);
      timer = setTimeout(() => void check(), PAUSE_MS);
    });
    void import("@/components/code-editor/create-code-workspace").then(({ createCodeWorkspace }) => {
      if (isGone) return;
      workspace = createCodeWorkspace();
      void check();
    });

    return () => {
      isGone = true;
      clearTimeout(timer);
      unsubscribe();
      workspace?.dispose();
    };
  }, [editor, tracker]);
}
