import { type FinalConnectionState, type Connection as FlowConnection, useReactFlow } from "@xyflow/react";
import { useCallback, useMemo } from "react";
import { toast } from "sonner";
import type { LinkEdge } from "@/components/canvas/flow-elements";
import { type Connection, checkConnection } from "@/components/editor/edits/check-connection";
import { connectNodes } from "@/components/editor/edits/connect-nodes";
import { newId } from "@/components/editor/edits/new-id";
import { useEditor } from "@/components/editor/store/editor-context";

/** Connections drawn by hand: refused with the reason, made, or ended in the open, where the palette asks what to add. */
export function useCanvasConnections() {
  const editor = useEditor();
  const { screenToFlowPosition } = useReactFlow();

  const check = useCallback(
    (connection: Connection) => checkConnection(editor.store.getState().definition, connection),
    [editor],
  );

  const connect = useCallback(
    (connection: Connection) => {
      const verdict = check(connection);
      if (verdict.ok) editor.edit((definition) => connectNodes(definition, connection, newId("e")));
      else toast.error(verdict.error, { id: "connection-refused" });
    },
    [check, editor],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromNode, fromHandle, toHandle, isValid } = state;
      if (fromNode === null || fromHandle?.id == null || isValid === true) return;
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (point === undefined) return;
      const anchor = { x: point.clientX, y: point.clientY };
      const under = document.elementFromPoint(anchor.x, anchor.y);
      const target = toHandle?.nodeId ?? under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;

      if (target !== undefined && target !== fromNode.id) {
        const isForward = fromHandle.type === "source";
        if (isForward) connect({ source: fromNode.id, sourcePort: fromHandle.id, target });
        else toast.error("Draw a connection from a way out to a way in.", { id: "connection-refused" });
        return;
      }
      if (fromHandle.type !== "source" || under?.closest(".react-flow__pane") == null) return;
      const placement = { nodeId: fromNode.id, port: fromHandle.id, center: screenToFlowPosition(anchor) };
      editor.show({ palette: { anchor, placement: { at: "drop", ...placement } } });
    },
    [connect, editor, screenToFlowPosition],
  );

  return useMemo(
    () => ({
      isValidConnection: (candidate: FlowConnection | LinkEdge) => {
        const connection = toConnection(candidate);
        return connection !== null && check(connection).ok;
      },
      onConnect: (candidate: FlowConnection) => {
        const connection = toConnection(candidate);
        if (connection !== null) connect(connection);
      },
      onConnectEnd,
    }),
    [check, connect, onConnectEnd],
  );
}

function toConnection({ source, sourceHandle, target }: FlowConnection | LinkEdge): Connection | null {
  return sourceHandle == null ? null : { source, sourcePort: sourceHandle, target };
}
