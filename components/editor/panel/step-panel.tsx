"use client";

import { Maximize2, Minimize2, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { HookPlace } from "@/components/canvas/node-look";
import { lookOf, nodeLooks } from "@/components/canvas/node-looks";
import { removeSelected } from "@/components/editor/canvas/canvas-actions";
import { focusNode } from "@/components/editor/canvas/focus-node";
import { renameNode, setConfig } from "@/components/editor/edits/change-node";
import { PANEL_ID } from "@/components/editor/panel/focus-panel";
import { SettingsForm } from "@/components/editor/panel/settings-form";
import { SidePanel } from "@/components/editor/panel/side-panel";
import { ProblemList } from "@/components/editor/problems/problem-list";
import { useNodeProblems } from "@/components/editor/problems/problems-context";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { onlyNodes } from "@/components/editor/store/selection";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";
import { findNodeKind, isNodeKindName } from "@/workflows/definition/node-kinds/registry";
import type { WorkflowNode } from "@/workflows/definition/workflow-definition";

type StepPanelProps = { readonly hookOf: (nodeId: string) => HookPlace };

/** The chosen node: its name, the form of its kind, its settings and its problems. */
export function StepPanel({ hookOf }: StepPanelProps) {
  const node = useEditorState(({ definition, openNodeId }) => definition.nodes.find(({ id }) => id === openNodeId));
  const [isFull, setIsFull] = useState(false);
  if (node === undefined) return null;

  return (
    <SidePanel isFull={isFull} label={`Step ${node.name}`} id={PANEL_ID}>
      <PanelHeader node={node} isFull={isFull} onToggleFull={() => setIsFull(!isFull)} />
      <PanelBody key={node.id} node={node} hook={hookOf(node.id)} />
      <NodeProblems nodeId={node.id} />
    </SidePanel>
  );
}

type PanelHeaderProps = {
  readonly node: WorkflowNode;
  readonly isFull: boolean;
  readonly onToggleFull: () => void;
};

function PanelHeader({ node, isFull, onToggleFull }: PanelHeaderProps) {
  const editor = useEditor();
  const { icon: Icon, tone } = lookOf(node.kind);
  const kind = findNodeKind(node.kind);
  const nameProblem = useNodeProblems(node.id).find(({ field }) => field === "name");

  function close() {
    editor.show({ openNodeId: null });
    focusNode(node.id);
  }

  return (
    <header className="flex items-center gap-3 px-4 pt-3 pb-2">
      <h2 className="sr-only">Step {node.name}</h2>
      <span aria-hidden className={cn("flex size-9 shrink-0 items-center justify-center rounded-lg", tone)}>
        <Icon className="size-4.5" />
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <span className="pl-1.5 text-xs text-muted-foreground">{kind?.title ?? node.kind}</span>
        <Input
          aria-label="Name"
          aria-invalid={nameProblem !== undefined}
          title={nameProblem?.message}
          maxLength={120}
          value={node.name}
          className="h-6 border-transparent bg-transparent px-1.5 font-semibold shadow-none hover:border-border-strong md:text-base"
          onChange={(event) => {
            const name = event.target.value;
            editor.edit((definition) => renameNode(definition, node.id, name), { burst: `name:${node.id}` });
          }}
          onBlur={editor.endBurst}
        />
      </div>
      <div className="flex shrink-0 gap-0.5">
        <Tooltip label="Delete step" shortcut="Del">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Delete step"
            onClick={() => {
              editor.show({ selection: onlyNodes([node.id]) });
              removeSelected(editor);
            }}
          >
            <Trash2 aria-hidden />
          </Button>
        </Tooltip>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={isFull ? "Leave full screen" : "Full screen"}
          aria-pressed={isFull}
          className="max-md:hidden"
          onClick={onToggleFull}
        >
          {isFull ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />}
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label="Close panel" onClick={close}>
          <X aria-hidden />
        </Button>
      </div>
    </header>
  );
}

function PanelBody({ node, hook }: { readonly node: WorkflowNode; readonly hook: HookPlace }) {
  if (!isNodeKindName(node.kind)) {
    return (
      <p className="p-4 text-sm text-muted-foreground">
        This installation has no kind of step called “{node.kind}”. Delete the step, or upgrade the installation.
      </p>
    );
  }
  const { isCode = false } = nodeLooks[node.kind];
  const isTrigger = findNodeKind(node.kind)?.role === "trigger";

  return (
    <Tabs defaultValue="form" className="flex min-h-0 flex-1 flex-col">
      <TabsList aria-label="Step" className="shrink-0">
        <TabsTrigger value="form">{isCode ? "Code" : "Setup"}</TabsTrigger>
        {isTrigger ? null : <TabsTrigger value="settings">Settings</TabsTrigger>}
      </TabsList>
      <TabsContent
        value="form"
        className={cn("flex min-h-0 flex-1 flex-col", isCode ? "bg-surface" : "gap-5 overflow-y-auto p-4")}
      >
        <NodeForm node={node} kind={node.kind} hook={hook} />
        {isCode ? <TabKeyNote /> : null}
      </TabsContent>
      <TabsContent value="settings" className="min-h-0 flex-1 overflow-y-auto p-4">
        <SettingsForm node={node} />
      </TabsContent>
    </Tabs>
  );
}

type NodeFormSlotProps = {
  readonly node: WorkflowNode;
  readonly kind: keyof typeof nodeLooks;
  readonly hook: HookPlace;
};

function NodeForm({ node, kind, hook }: NodeFormSlotProps) {
  const editor = useEditor();
  const problems = useNodeProblems(node.id);
  const { form: Form } = nodeLooks[kind];
  return (
    <Form
      node={node}
      hook={hook}
      problemOf={(field) => problems.find((problem) => problem.field === field)?.message.split("\n", 1)[0] ?? null}
      onChange={(field, value) =>
        editor.edit((definition) => setConfig(definition, node.id, { field, value }), {
          burst: `config:${node.id}:${field}`,
        })
      }
    />
  );
}

function TabKeyNote() {
  return (
    <p className="shrink-0 border-t px-4 py-1.5 text-xs text-muted-foreground">
      Tab indents. Press Ctrl+M, and Tab leaves the editor.
    </p>
  );
}

function NodeProblems({ nodeId }: { readonly nodeId: string }) {
  const problems = useNodeProblems(nodeId);
  return (
    <div aria-live="polite" className={cn("max-h-44 shrink-0 overflow-y-auto", problems.length > 0 && "border-t")}>
      {problems.length === 0 ? null : <ProblemList problems={problems} hasNames={false} />}
    </div>
  );
}
