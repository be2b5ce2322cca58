import { useMemo, useRef } from "react";
import {
  describeNode,
  type LinkEdge,
  type StepNode,
  takenPorts,
  toLinkEdge,
  toStepNode,
} from "@/components/canvas/flow-elements";
import type { Point } from "@/components/canvas/geometry";
import type { Selection } from "@/components/editor/store/selection";
import type { WorkflowDefinition, WorkflowEdge, WorkflowNode } from "@/workflows/definition/workflow-definition";

type Source = {
  readonly definition: WorkflowDefinition;
  readonly selection: Selection;
  /** Where nodes are while they are dragged. */
  readonly dragged: ReadonlyMap<string, Point>;
  readonly problemCounts: ReadonlyMap<string, number>;
};

type CachedNode = { readonly from: WorkflowNode; readonly key: string; readonly drawn: StepNode };
type CachedEdge = { readonly from: WorkflowEdge; readonly key: string; readonly drawn: LinkEdge };

/** What React Flow draws, derived from the definition. What did not change keeps its identity, and is not drawn again. */
export function useFlowElements({ definition, selection, dragged, problemCounts }: Source) {
  const nodeCache = useRef(new Map<string, CachedNode>());
  const edgeCache = useRef(new Map<string, CachedEdge>());

  const nodes = useMemo(() => {
    const taken = takenPorts(definition);
    const next = new Map<string, CachedNode>();
    for (const node of definition.nodes) {
      const ports = taken.get(node.id);
      const position = dragged.get(node.id) ?? node.position;
      const count = problemCounts.get(node.id) ?? 0;
      const isSelected = selection.nodeIds.has(node.id);
      const key = [position.x, position.y, isSelected, count, ...(ports ?? [])].join("|");
      const cached = nodeCache.current.get(node.id);
      next.set(node.id, cached?.from === node && cached.key === key ? cached : { from: node, key, drawn: draw() });

      function draw(): StepNode {
        const drawn = toStepNode(node);
        const openPorts = drawn.data.ports.filter((port) => ports?.has(port) !== true);
        const suffix = count === 0 ? "" : `, ${count} ${count === 1 ? "problem" : "problems"}`;
        const ariaLabel = `${describeNode(node)}${suffix}`;
        return { ...drawn, position, selected: isSelected, ariaLabel, data: { ...drawn.data, openPorts } };
      }
    }
    nodeCache.current = next;
    return [...next.values()].map(({ drawn }) => drawn);
  }, [definition, selection.nodeIds, dragged, problemCounts]);

  const edges = useMemo(() => {
    const byId = new Map(definition.nodes.map((node) => [node.id, node]));
    const next = new Map<string, CachedEdge>();
    for (const edge of definition.edges) {
      const source = byId.get(edge.source);
      const target = byId.get(edge.target);
      if (source === undefined || target === undefined) continue;
      const isSelected = selection.edgeIds.has(edge.id);
      const key = [isSelected, source.name, target.name].join("|");
      const cached = edgeCache.current.get(edge.id);
      const isSame = cached?.from === edge && cached.key === key;
      const drawn = isSame ? cached.drawn : { ...toLinkEdge(edge, source, target), selected: isSelected };
      next.set(edge.id, { from: edge, key, drawn });
    }
    edgeCache.current = next;
    return [...next.values()].map(({ drawn }) => drawn);
  }, [definition, selection.edgeIds]);

  return { nodes, edges };
}
