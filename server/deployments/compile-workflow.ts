import { bundleWorkflow, type HashedBundle } from "@/server/deployments/bundle-workflow";
import { createLimiter } from "@/server/deployments/limiter";
import type { CompileBounds } from "@/server/deployments/run-limited";
import { stepSources } from "@/server/deployments/step-source";
import { checkTypes } from "@/server/deployments/type-check";
import type { Problem } from "@/workflows/definition/problem";
import { validateDefinition } from "@/workflows/definition/validate-definition";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";
import { err, ok, type Result } from "@/workflows/result";

export interface WorkflowCompiler {
  /** Everything that keeps the workflow from being published: its graph, its forms, its code and its types. */
  check(definition: WorkflowDefinition): Promise<readonly Problem[]>;
  /** The bundle of a workflow without problems. The same definition gives the same bytes. */
  compile(definition: WorkflowDefinition): Promise<Result<HashedBundle, readonly Problem[]>>;
  /** Ends what is under way; calls that wait are rejected. */
  stop(): void;
}

export type WorkflowCompilerOptions = {
  /** How many workflows are compiled at a time; the others wait. */
  readonly concurrency?: number;
  /** How long each of the two processes of a compile may take. */
  readonly timeLimitMs?: number;
};

/** A definition is up to 4 MB, and a compile may take half a minute: nobody waits for more than these. */
const MAX_WAITING = 32;

/** Compiles in short-lived processes with hard limits, so that no code an author writes can hold the platform up. */
export function createWorkflowCompiler(options: WorkflowCompilerOptions = {}): WorkflowCompiler {
  const { concurrency = 2, timeLimitMs = 15_000 } = options;
  const limiter = createLimiter({ concurrency, maxWaiting: MAX_WAITING });
  const stopping = new AbortController();

  async function compile(definition: WorkflowDefinition): Promise<Result<HashedBundle, readonly Problem[]>> {
    const problems = validateDefinition(definition);
    if (problems.length > 0) return err(problems);
    return limiter.run(() => compileValid(definition, { signal: stopping.signal, timeLimitMs }));
  }

  return {
    compile,
    check: async (definition) => {
      const compiled = await compile(definition);
      return compiled.ok ? [] : compiled.error;
    },
    stop: () => stopping.abort(new Error("The compiler has been stopped.")),
  };
}

async function compileValid(
  definition: WorkflowDefinition,
  bounds: CompileBounds,
): Promise<Result<HashedBundle, readonly Problem[]>> {
  bounds.signal.throwIfAborted();
  const sources = stepSources(definition);
  const bundled = await bundleWorkflow(sources, bounds);
  const bundleProblems = bundled.ok ? [] : bundled.error;

  const isBroken = (name: string) =>
    bundleProblems.some(
      (problem) =>
        problem.isSyntax &&
        sources.some((s) => s.name === name && s.nodeId === problem.nodeId && s.field === problem.field),
    );
  const broken = new Set(sources.map(({ name }) => name).filter(isBroken));
  const typeProblems = await checkTypes({ definition, sources, broken }, bounds);

  const told = bundleProblems.map(({ isSyntax: _, ...problem }): Problem => problem);
  const lines = new Set(told.map(lineOf));
  const problems = [...told, ...typeProblems.filter((problem) => !lines.has(lineOf(problem)))];
  if (problems.length > 0) return err(inOrderOfNodes(problems, definition));
  if (!bundled.ok) throw new Error("A workflow without problems has no bundle.");
  return ok(bundled.value);
}

/** Where a bundle error stands, a type error says the same in other words. */
function lineOf({ nodeId, field, location }: Problem): string {
  return JSON.stringify([nodeId, field, location?.line]);
}

function inOrderOfNodes(problems: readonly Problem[], { nodes }: WorkflowDefinition): readonly Problem[] {
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const rank = ({ nodeId }: Problem) => (nodeId === null ? -1 : (order.get(nodeId) ?? -1));
  return [...problems].sort((a, b) => rank(a) - rank(b));
}
