"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { ProblemState, ProblemTracker } from "@/components/editor/problems/create-problem-tracker";
import type { Problem } from "@/workflows/definition/problem";

const ProblemsContext = createContext<ProblemTracker | null>(null);
const none: readonly Problem[] = [];

type ProblemsProviderProps = { readonly tracker: ProblemTracker; readonly children: ReactNode };

export function ProblemsProvider({ tracker, children }: ProblemsProviderProps) {
  return <ProblemsContext value={tracker}>{children}</ProblemsContext>;
}

export function useProblemTracker(): ProblemTracker {
  const tracker = useContext(ProblemsContext);
  if (tracker === null) throw new Error("useProblemTracker was called outside the editor page.");
  return tracker;
}

export function useProblems<T>(select: (state: ProblemState) => T): T {
  return useStore(useProblemTracker().store, select);
}

export function useNodeProblems(nodeId: string): readonly Problem[] {
  return useProblems((state) => state.byNode.get(nodeId) ?? none);
}
