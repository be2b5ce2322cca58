import { type DraftGraph, type DraftNode, nameOf } from "@/workflows/definition/draft-graph";
import type { Problem, ProblemCode } from "@/workflows/definition/problem";
import type { WorkflowEdge } from "@/workflows/definition/workflow-definition";

/** Every edge leaves a port that its source has, and reaches a node that something may lead into. */
export function checkEdges({ definition, nodes }: DraftGraph): readonly Problem[] {
  return definition.edges.flatMap((edge) => {
    const source = nodes.get(edge.source);
    const target = nodes.get(edge.target);
    if (source === undefined || target === undefined) return [lostEnd(edge, source ?? target)];
    return [...checkSourcePort(edge, source, target), ...checkTarget(source, target)];
  });
}

/** The same connection drawn twice would say nothing more, and would be counted twice. */
export function checkDuplicateEdges({ nodes }: DraftGraph): readonly Problem[] {
  return [...nodes.values()].flatMap(({ node, outgoing }) => {
    const seen = new Set<string>();
    return outgoing.flatMap((edge) => {
      const key = JSON.stringify([edge.sourcePort, edge.target]);
      if (!seen.has(key)) {
        seen.add(key);
        return [];
      }
      const target = nodes.get(edge.target);
      const name = target === undefined ? edge.target : nameOf(target.node);
      return [problem("duplicate-edge", node.id, `This node is connected to "${name}" twice. Delete one connection.`)];
    });
  });
}

function lostEnd(edge: WorkflowEdge, known: DraftNode | undefined): Problem {
  const nodeId = known?.node.id ?? null;
  const lost = nodeId === edge.source ? edge.target : edge.source;
  return problem("unknown-node", nodeId, `A connection leads to "${lost}", which is not here. Delete the connection.`);
}

function checkSourcePort(edge: WorkflowEdge, source: DraftNode, target: DraftNode): readonly Problem[] {
  // Which ports there are may hang on the config, so while that is wrong there is nothing to compare with.
  if (source.kind === null || source.config === null) return [];
  const ports = source.kind.outputPorts(source.config);
  if (ports.includes(edge.sourcePort)) return [];
  const message =
    ports.length === 0
      ? `Nothing can come after "${nameOf(source.node)}". Delete its connection to "${nameOf(target.node)}".`
      : `There is no way out called "${edge.sourcePort}" here, only ${ports.join(" and ")}. ` +
        `Draw the connection to "${nameOf(target.node)}" again.`;
  return [problem("unknown-port", source.node.id, message)];
}

function checkTarget(source: DraftNode, target: DraftNode): readonly Problem[] {
  if (target.kind?.role !== "trigger") return [];
  const message = `A trigger starts a run, so nothing leads into it. Delete the connection from "${nameOf(source.node)}".`;
  return [problem("unknown-port", target.node.id, message)];
}

function problem(code: ProblemCode, nodeId: string | null, message: string): Problem {
  return { code, message, nodeId, field: null };
}
