import { createStore } from "zustand/vanilla";
import { isSameJson } from "@/components/canvas/is-same-json";
import { collectProblems, type ProblemSources, type Refusal } from "@/components/editor/problems/collect-problems";
import type { Problem } from "@/workflows/definition/problem";
import { validateDefinition } from "@/workflows/definition/validate-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

export type ProblemState = {
  readonly all: readonly Problem[];
  /** A node's list keeps its identity while it says the same. */
  readonly byNode: ReadonlyMap<string, readonly Problem[]>;
  /** Until the code has been checked once, nobody can say that there are no problems. */
  readonly isCodeChecked: boolean;
};

export type ProblemTracker = ReturnType<typeof createProblemTracker>;

/** Knows at every moment what keeps the workflow from being deployed, as far as the page can tell. */
export function createProblemTracker(definition: WorkflowDefinition) {
  let sources: ProblemSources = { definition, graph: validateDefinition(definition), code: [], refusal: null };
  const store = createStore<ProblemState>()(() => ({
    ...grouped(collectProblems(sources), new Map()),
    isCodeChecked: false,
  }));

  function change(part: Partial<ProblemSources>): void {
    sources = { ...sources, ...part };
    const all = collectProblems(sources);
    if (!isSameJson(all, store.getState().all)) store.setState(grouped(all, store.getState().byNode));
  }

  return {
    store,
    edited: (edited: WorkflowDefinition) => {
      if (edited === sources.definition) return;
      change({ definition: edited, graph: validateDefinition(edited) });
    },
    codeChecked: (code: readonly Problem[]) => {
      change({ code });
      store.setState({ isCodeChecked: true });
    },
    refused: (refusal: Refusal) => change({ refusal }),
    deployed: () => change({ refusal: null }),
  };
}

function grouped(all: readonly Problem[], before: ProblemState["byNode"]): Pick<ProblemState, "all" | "byNode"> {
  const byNode = new Map<string, readonly Problem[]>();
  for (const problem of all) {
    if (problem.nodeId !== null) byNode.set(problem.nodeId, [...(byNode.get(problem.nodeId) ?? []), problem]);
  }
  for (const [nodeId, problems] of byNode) {
    const previous = before.get(nodeId);
    if (previous !== undefined && isSameJson(previous, problems)) byNode.set(nodeId, previous);
  }
  return { all, byNode };
}
