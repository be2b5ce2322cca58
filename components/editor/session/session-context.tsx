"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { AutosaveState } from "@/components/editor/autosave/autosave-state";
import type { DeploymentState } from "@/components/editor/deploy/create-deployment";
import { ProblemsProvider } from "@/components/editor/problems/problems-context";
import type { Session } from "@/components/editor/session/create-session";
import { EditorProvider } from "@/components/editor/store/editor-context";

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return (
    <SessionContext value={session}>
      <EditorProvider editor={session.editor}>
        <ProblemsProvider tracker={session.tracker}>{children}</ProblemsProvider>
      </EditorProvider>
    </SessionContext>
  );
}

/** The open workflow. Throws outside the editor page. */
export function useEditorSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useEditorSession was called outside the editor page.");
  return session;
}

export function useAutosave<T>(select: (state: AutosaveState) => T): T {
  return useStore(useEditorSession().autosaver.store, select);
}

export function useDeployment<T>(select: (state: DeploymentState) => T): T {
  return useStore(useEditorSession().deployment.store, select);
}
