"use client";

import { CircleAlert, CircleDashed } from "lucide-react";
import { isUnfinished } from "@/components/editor/problems/is-unfinished";
import { showProblem } from "@/components/editor/problems/show-problem";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { cn } from "@/components/ui/class-names";
import type { Problem } from "@/workflows/definition/problem";

type ProblemListProps = {
  readonly problems: readonly Problem[];
  /** Left out where the node is known from the place of the list. */
  readonly hasNames: boolean;
};

/** Problems by node, field and line; each opens where it is to be mended. */
export function ProblemList({ problems, hasNames }: ProblemListProps) {
  const editor = useEditor();
  const nodes = useEditorState((state) => state.definition.nodes);
  const names = new Map(nodes.map((node) => [node.id, node.name.trim() || node.id]));

  return (
    <ul className="divide-y">
      {problems.map((problem) => {
        const { code, nodeId, field, message, location } = problem;
        const name = nodeId === null ? "Workflow" : (names.get(nodeId) ?? nodeId);
        const place = [hasNames ? name : null, field, location && `line ${location.line}`].filter(Boolean).join(" · ");
        const Icon = isUnfinished(problem) ? CircleDashed : CircleAlert;
        return (
          <li key={JSON.stringify([code, nodeId, field, location, message])}>
            <button
              type="button"
              className="flex w-full items-start gap-2 px-4 py-2 text-left text-sm hover:bg-muted focus-visible:-outline-offset-2"
              onClick={() => showProblem(editor, problem)}
            >
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-4 shrink-0", isUnfinished(problem) ? "text-warning" : "text-danger")}
              />
              <span className="flex min-w-0 flex-col">
                {place === "" ? null : <span className="text-xs font-medium text-muted-foreground">{place}</span>}
                <span className="wrap-anywhere">{message.split("\n", 1)[0]}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
