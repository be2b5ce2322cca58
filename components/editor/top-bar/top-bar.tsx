"use client";

import { ArrowLeft, CircleAlert, CircleCheck, History } from "lucide-react";
import Link from "next/link";
import { SaveIndicator } from "@/components/editor/autosave/save-indicator";
import { DeployButton } from "@/components/editor/deploy/deploy-button";
import { isUnfinished } from "@/components/editor/problems/is-unfinished";
import { useProblems } from "@/components/editor/problems/problems-context";
import { useEditorSession } from "@/components/editor/session/session-context";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { HistoryButtons } from "@/components/editor/top-bar/history-buttons";
import { WorkflowName } from "@/components/editor/top-bar/workflow-name";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";
import { Tooltip } from "@/components/ui/tooltip";
import type { Problem } from "@/workflows/definition/problem";

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

function ProblemsButton() {
  const editor = useEditor();
  const isOpen = useEditorState((state) => state.isProblemsOpen);
  const problems = useProblems((state) => state.all);
  const isCodeChecked = useProblems((state) => state.isCodeChecked);
  const { label, icon } = problemsLook(problems, isCodeChecked);

  return (
    <Button
      variant="ghost"
      aria-label={label}
      aria-expanded={isOpen}
      className={cn("px-2 tabular-nums", isOpen && "bg-muted")}
      onClick={() => editor.show({ isProblemsOpen: !isOpen })}
    >
      {icon}
      <span className="max-lg:hidden">{label}</span>
      {problems.length === 0 ? null : <span className="lg:hidden">{problems.length}</span>}
    </Button>
  );
}

function problemsLook(problems: readonly Problem[], isCodeChecked: boolean) {
  if (problems.length > 0) {
    const tone = problems.every(isUnfinished) ? "text-warning" : "text-danger";
    const label = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return { label, icon: <CircleAlert aria-hidden className={tone} /> };
  }
  if (!isCodeChecked) return { label: "Checking code", icon: <Spinner /> };
  return { label: "No problems", icon: <CircleCheck aria-hidden className="text-success" /> };
}
