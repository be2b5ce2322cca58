"use client";

import { ArrowLeft, CircleAlert, CircleCheck, History, Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import { SaveIndicator } from "@/components/editor/autosave/save-indicator";
import { DeployButton } from "@/components/editor/deploy/deploy-button";
import { isUnfinished } from "@/components/editor/problems/is-unfinished";
import { useProblems } from "@/components/editor/problems/problems-context";
import { useEditorSession } from "@/components/editor/session/session-context";
import { useEditor, useEditorState, useHistory } from "@/components/editor/store/editor-context";
import { WorkflowName } from "@/components/editor/top-bar/workflow-name";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";

type TopBarProps = { readonly name: string; readonly onDeploy: () => void };

export function TopBar({ name, onDeploy }: TopBarProps) {
  const { workflowId } = useEditorSession();

  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b bg-surface pr-3 pl-2">
      <Tooltip label="All workflows" side="bottom">
        <Button asChild variant="ghost" size="icon">
          <Link href="/workflows" aria-label="All workflows">
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
      </Tooltip>
      <WorkflowName workflowId={workflowId} initialName={name} />
      <SaveIndicator />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <HistoryButtons className="max-sm:hidden" />
        <ProblemsButton />
        <Button asChild variant="ghost" className="px-2 lg:px-3">
          <Link href={`/runs?workflow=${workflowId}`} aria-label="Runs of this workflow">
            <History aria-hidden />
            <span className="max-lg:hidden">Runs</span>
          </Link>
        </Button>
        <DeployButton onDeploy={onDeploy} />
      </div>
    </header>
  );
}

export function HistoryButtons({ className }: { readonly className?: string }) {
  const editor = useEditor();
  const { canUndo, canRedo } = useHistory();

  return (
    <div className={cn("flex", className)}>
      <Tooltip label="Undo" shortcut="Ctrl+Z" side="bottom">
        <Button variant="ghost" size="icon" aria-label="Undo" disabled={!canUndo} onClick={editor.undo}>
          <Undo2 aria-hidden />
        </Button>
      </Tooltip>
      <Tooltip label="Redo" shortcut="Ctrl+Shift+Z" side="bottom">
        <Button variant="ghost" size="icon" aria-label="Redo" disabled={!canRedo} onClick={editor.redo}>
          <Redo2 aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}

function ProblemsButton() {
  const editor = useEditor();
  const isOpen = useEditorState((state) => state.isProblemsOpen);
  const problems = useProblems((state) => state.all);
  const hasErrors = problems.some((problem) => !isUnfinished(problem));
  const label = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const Icon = problems.length === 0 ? CircleCheck : CircleAlert;

  return (
    <Button
      variant="ghost"
      aria-label={label}
      aria-expanded={isOpen}
      className={cn("px-2 tabular-nums", isOpen && "bg-muted")}
      onClick={() => editor.show({ isProblemsOpen: !isOpen })}
    >
      <Icon
        aria-hidden
        className={cn(problems.length === 0 ? "text-success" : hasErrors ? "text-danger" : "text-warning")}
      />
      {problems.length === 0 ? null : problems.length}
      <span className="max-lg:hidden">
        {problems.length === 0 ? "No problems" : problems.length === 1 ? "problem" : "problems"}
      </span>
    </Button>
  );
}
