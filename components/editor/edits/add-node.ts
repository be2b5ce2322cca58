import { freePlace, NODE_HEIGHT, NODE_WIDTH, type Point } from "@/components/canvas/geometry";
import { portsOf } from "@/components/canvas/ports";
import { checkConnection } from "@/components/editor/edits/check-connection";
import { connectNodes } from "@/components/editor/edits/connect-nodes";
import type { NewId } from "@/components/editor/edits/new-id";
import { makeRoom, placeAfter, placeBetween } from "@/components/editor/edits/place-node";
import { uniqueName } from "@/components/editor/edits/unique-name";
import type { WorkflowDefinition, WorkflowNode } from "@/workflows/definition/workflow-definition";

/** Where a node is added: on a free place, behind an open port, dropped at the end of a connection, or on an edge. */
export type Placement =
  | { readonly at: "point"; readonly center: Point }
  | { readonly at: "port"; readonly nodeId: string; readonly port: string }
  | { readonly at: "drop"; readonly nodeId: string; readonly port: string; readonly center: Point }
  | { readonly at: "edge"; readonly edgeId: string };

/** What is added: a kind with the name and the form it starts with. */
export type FreshNode = Pick<WorkflowNode, "kind" | "name" | "config">;

export type Added = { readonly definition: WorkflowDefinition; readonly nodeId: string };

/** Adds a node under a name of its own, connected to what it was added to. */
export function addNode(definition: WorkflowDefinition, fresh: FreshNode, where: Placement & { newId: NewId }): Added {
  if (where.at === "edge") return insertOnEdge(definition, fresh, where);

  const source = where.at === "point" ? undefined : definition.nodes.find((node) => node.id === where.nodeId);
  const position =
    where.at === "port"
      ? placeAfter(definition.nodes, mustFind(source, where.nodeId), where.port)
      : freePlace(definition.nodes, topLeftOf(where.center));
  const added = withNode(definition, fresh, { id: where.newId("n"), position });
  if (where.at === "point" || source === undefined) return added;
  const connection = { source: source.id, sourcePort: where.port, target: added.nodeId };
  if (!checkConnection(added.definition, connection).ok) return added;
  return { ...added, definition: connectNodes(added.definition, connection, where.newId("e")) };
}

type OnEdge = { readonly edgeId: string; readonly newId: NewId };

/** Puts a node between two others; what comes after it makes room. */
function insertOnEdge(definition: WorkflowDefinition, fresh: FreshNode, { edgeId, newId }: OnEdge): Added {
  const edge = definition.edges.find((candidate) => candidate.id === edgeId);
  if (edge === undefined) throw new Error(`There is no edge "${edgeId}" to insert on.`);
  const source = mustFind(
    definition.nodes.find((node) => node.id === edge.source),
    edge.source,
  );
  const target = mustFind(
    definition.nodes.find((node) => node.id === edge.target),
    edge.target,
  );

  const wanted = placeBetween(source, target);
  const roomy = makeRoom(definition, target.id, wanted);
  const position = freePlace(roomy.nodes, wanted);
  const added = withNode(roomy, fresh, { id: newId("n"), position });
  const [port] = portsOf(fresh);
  const without = { ...added.definition, edges: added.definition.edges.filter(({ id }) => id !== edgeId) };
  const before = { source: edge.source, sourcePort: edge.sourcePort, target: added.nodeId };
  const joined = connectNodes(without, before, newId("e"));
  if (port === undefined) return { ...added, definition: joined };
  const after = { source: added.nodeId, sourcePort: port, target: edge.target };
  return { ...added, definition: connectNodes(joined, after, newId("e")) };
}

function withNode(
  definition: WorkflowDefinition,
  fresh: FreshNode,
  { id, position }: Pick<WorkflowNode, "id" | "position">,
): Added {
  const name = uniqueName(definition.nodes, fresh.name);
  return { definition: { ...definition, nodes: [...definition.nodes, { ...fresh, id, name, position }] }, nodeId: id };
}

function topLeftOf({ x, y }: Point): Point {
  return { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
}

function mustFind(node: WorkflowNode | undefined, id: string): WorkflowNode {
  if (node === undefined) throw new Error(`There is no node "${id}" to add a step to.`);
  return node;
}
