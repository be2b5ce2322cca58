"use client";

import { useEffect } from "react";
import type { CodeWorkspace } from "@/components/code-editor/create-code-workspace";
import { useEditorSession } from "@/components/editor/session/session-context";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const PAUSE_MS = 300;
const LOAD_DELAY_MS = 300;

/** Checks all code after each pause, in the language service that the code editor brings along. */
export function useCodeCheck(): void {
  const { editor, tracker } = useEditorSession();

  useEffect(() => {
    let isGone = false;
    let workspace: CodeWorkspace | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    let isChecking = false;
    let checked: WorkflowDefinition | null = null;

    /** One check at a time: typing that never pauses must not keep every check from ending. */
    async function check() {
      if (workspace === null || isChecking) return;
      isChecking = true;
      while (!isGone && checked !== editor.store.getState().definition) {
        const { definition, openNodeId } = editor.store.getState();
        if (openNodeId !== null) workspace.open(definition, openNodeId);
        const problems = await workspace.check(definition);
        checked = definition;
        if (problems !== null && !isGone) tracker.codeChecked(problems);
      }
      isChecking = false;
    }

    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.openNodeId !== before.openNodeId && state.openNodeId !== null) {
        workspace?.open(state.definition, state.openNodeId);
      }
      if (state.definition === before.definition) return;
      clearTimeout(timer);
      timer = setTimeout(() => void check(), PAUSE_MS);
    });
    async function begin() {
      const { createCodeWorkspace } = await import("@/components/code-editor/create-code-workspace");
      if (isGone) return;
      workspace = createCodeWorkspace();
      await check();
    }
    // The canvas is drawn first: the code editor is by far the largest part of the page.
    const loading = setTimeout(() => void begin(), LOAD_DELAY_MS);

    return () => {
      isGone = true;
      clearTimeout(loading);
      clearTimeout(timer);
      unsubscribe();
      workspace?.dispose();
    };
  }, [editor, tracker]);
}
