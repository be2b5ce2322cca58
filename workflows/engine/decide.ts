import type { Command } from "@/workflows/engine/command";
import type { RunState } from "@/workflows/engine/run-state";
import type { NodePath } from "@/workflows/run/journal-entry";

/**
 * Says what a run does next. No command means that it waits for an attempt under way.
 *
 * Pure and clock-free: the same state always gives the same commands, which is what makes recovery
 * after a crash safe. A command is given again until its attempt is recorded as started.
 */
export function decide(state: RunState): readonly Command[] {
  if (state.end !== null || !state.hasStarted) return [];

  if (state.failure !== null) {
    return state.running.size > 0 ? [] : [{ type: "fail-run", failure: state.failure }];
  }

  const starts = [...state.due].map(
    ([nodePath, { attempt, notBeforeMs }]): Command => ({
      type: "start-attempt",
      nodePath,
      nodeId: nodePath,
      attempt,
      notBeforeMs,
    }),
  );
  if (starts.length > 0 || state.running.size > 0) return starts;
  return [{ type: "succeed-run", outputPaths: outputPaths(state) }];
}

/** The answer to the caller where there is one, else the outputs that nothing went on from. */
function outputPaths(state: RunState): readonly NodePath[] {
  const succeeded = [...state.graph.values()].filter(({ node }) => state.nodes.get(node.id)?.status === "succeeded");
  const answers = succeeded.filter(({ role }) => role === "response");
  const ends = succeeded.filter(({ outgoing }) =>
    outgoing.every((edge) => !isLive(state, edge.source, edge.sourcePort)),
  );
  return (answers.length > 0 ? answers : ends).map(({ node }) => node.id);
}

function isLive(state: RunState, nodePath: NodePath, port: string): boolean {
  const nodeState = state.nodes.get(nodePath);
  return nodeState?.status === "succeeded" && nodeState.ports.includes(port);
}
