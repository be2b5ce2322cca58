import type { NewId } from "@/components/editor/edits/new-id";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** Counts, so that what an edit makes can be named in a test: n_1, e_2, … */
export function countingIds(): NewId {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}_${count}`;
  };
}

const configs: Readonly<Record<string, WorkflowNode["config"]>> = {
  "http-trigger": { method: "POST", path: "orders", answer: "respond", answerTimeoutMs: 30_000 },
  function: { source: "export default async (input: Input) => input;\n" },
  branch: { condition: "input.total > 100" },
  respond: { status: "200", headers: "{}", body: "input" },
};

/** A node at a place of the grid of columns and rows. */
export function node(id: string, kind: string, [column, row]: readonly [number, number]): WorkflowNode {
  return { id, kind, name: id, position: { x: column * 340, y: row * 120 }, config: configs[kind] ?? {} };
}

/** `"a -> b"` leaves a by `out`; `"a.yes -> b"` leaves it by `yes`. */
export function graph(nodes: readonly WorkflowNode[], edges: readonly string[]): WorkflowDefinition {
  return {
    schemaVersion: 1,
    nodes: [...nodes],
    edges: edges.map((text) => {
      const [from = "", target = ""] = text.split(" -> ");
      const [source = "", sourcePort = "out"] = from.split(".");
      return { id: `${source}-${sourcePort}-${target}`, source, sourcePort, target };
    }),
  };
}

/** The edges of a graph, written as `graph` reads them. */
export function edgesOf({ edges }: WorkflowDefinition): readonly string[] {
  return edges.map(
    ({ source, sourcePort, target }) => `${source}${sourcePort === "out" ? "" : `.${sourcePort}`} -> ${target}`,
  );
}

// t ──► a ──► r
export function chain(): WorkflowDefinition {
  return graph(
    [node("t", "http-trigger", [0, 0]), node("a", "function", [1, 0]), node("r", "respond", [2, 0])],
    ["t -> a", "a -> r"],
  );
}
