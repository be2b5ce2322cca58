"use client";

import { CircleCheck, X } from "lucide-react";
import { ProblemList } from "@/components/editor/problems/problem-list";
import { useProblems } from "@/components/editor/problems/problems-context";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { Button } from "@/components/ui/button";

/** Under the canvas: everything that keeps the workflow from being deployed. */
export function ProblemsPanel() {
  const editor = useEditor();
  const isOpen = useEditorState((state) => state.isProblemsOpen);
  const problems = useProblems((state) => state.all);
  if (!isOpen) return null;

  return (
    <section aria-label="Problems" className="flex max-h-[40%] shrink-0 flex-col border-t bg-surface">
      <header className="flex h-10 shrink-0 items-center justify-between border-b px-4">
        <h2 className="text-sm font-semibold">
          Problems <span className="font-normal text-muted-foreground">{problems.length}</span>
        </h2>
        {problems.length === 0 ? null : (
          <p role="status" className="mr-auto ml-3 truncate text-sm text-muted-foreground">
            Mend these, and the workflow can be deployed.
          </p>
        )}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close problems"
          onClick={() => editor.show({ isProblemsOpen: false })}
        >
          <X aria-hidden />
        </Button>
      </header>
      <div className="min-h-0 overflow-y-auto">
        {problems.length > 0 ? (
          <ProblemList problems={problems} hasNames />
        ) : (
          <p className="flex items-center gap-2 px-4 py-3 text-sm text-muted-foreground">
            <CircleCheck aria-hidden className="size-4 text-success" />
            Nothing keeps this workflow from being deployed.
          </p>
        )}
      </div>
    </section>
  );
}
