import type { NodePath, RunFailure } from "@/workflows/run/journal-entry";

/** What a run does next. The decider says it; a driver carries it out and records what came of it. */
export type Command =
  | {
      readonly type: "start-attempt";
      readonly nodePath: NodePath;
      readonly nodeId: string;
      readonly attempt: number;
      /** Null for at once; else the time before which the attempt must not start. */
      readonly notBeforeMs: number | null;
    }
  | { readonly type: "succeed-run"; readonly outputPaths: readonly NodePath[] }
  | { readonly type: "fail-run"; readonly failure: RunFailure };
