"use client";

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { Plus } from "lucide-react";
import { memo } from "react";
import type { LinkEdge as LinkEdgeType } from "@/components/canvas/flow-elements";
import { AddButton } from "@/components/editor/canvas/add-button";

/** A connection with a `+` in its middle. */
export const LinkEdge = memo(function LinkEdge({ id, data, markerEnd, ...ends }: EdgeProps<LinkEdgeType>) {
  const [path, labelX, labelY] = getBezierPath(ends);
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={24} {...(markerEnd === undefined ? {} : { markerEnd })} />
      <EdgeLabelRenderer>
        <div
          className="pointer-events-auto absolute"
          style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
        >
          <AddButton
            label={data?.addLabel ?? "Add step here"}
            placement={{ at: "edge", edgeId: id }}
            className="size-5 rounded-full"
          >
            <Plus aria-hidden className="size-3" />
          </AddButton>
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
