"use client";

import { ArrowRight } from "lucide-react";
import { lookOf } from "@/components/canvas/node-looks";
import { addKind } from "@/components/editor/canvas/palette";
import { randomText } from "@/components/editor/edits/new-id";
import { useEditor } from "@/components/editor/store/editor-context";
import { cn } from "@/components/ui/class-names";
import { isNodeKindName, nodeKinds } from "@/workflows/definition/node-kinds/registry";
import { httpTemplate } from "@/workflows/templates/http";

const sampleKinds = ["http-trigger", "function", "respond"] as const;

/** What an empty canvas shows: every way a workflow can start, and a sample that works. */
export function TriggerChooser({ onAdded }: { readonly onAdded: (nodeId: string) => void }) {
  const editor = useEditor();
  const triggers = Object.keys(nodeKinds)
    .filter(isNodeKindName)
    .filter((kind) => nodeKinds[kind].role === "trigger");

  function startFromSample() {
    editor.edit(() => httpTemplate(`hook-${randomText(8)}`));
    onAdded("request");
  }

  return (
    <div className="absolute inset-0 z-10 overflow-y-auto">
      <section
        aria-labelledby="chooser-title"
        className="mx-auto flex min-h-full w-full max-w-xl flex-col justify-center gap-3 px-6 py-10"
      >
        <h2 id="chooser-title" className="text-lg font-semibold">
          What starts this workflow?
        </h2>
        {triggers.map((kind) => (
          <Choice
            key={kind}
            kinds={[kind]}
            title={lookOf(kind).startTitle ?? nodeKinds[kind].title}
            description={nodeKinds[kind].description}
            onChoose={() => onAdded(addKind(editor, kind, { at: "point", center: { x: 0, y: 0 } }))}
          />
        ))}
        <h2 className="mt-4 text-sm font-medium text-muted-foreground">Or begin with something that works</h2>
        <Choice
          kinds={sampleKinds}
          title="Start from the sample"
          description="A request runs one function, and the caller gets what it returns."
          onChoose={startFromSample}
        />
      </section>
    </div>
  );
}

type ChoiceProps = {
  readonly kinds: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly onChoose: () => void;
};

function Choice({ kinds, title, description, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="group flex items-center gap-4 rounded-xl border border-border-strong bg-surface p-4 text-left shadow-sm transition-colors hover:border-accent"
    >
      <span aria-hidden className="flex shrink-0 -space-x-2">
        {kinds.map((kind) => {
          const { icon: Icon, tone } = lookOf(kind);
          return (
            <span
              key={kind}
              className={cn("flex size-10 items-center justify-center rounded-lg ring-2 ring-surface", tone)}
            >
              <Icon className="size-5" />
            </span>
          );
        })}
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-semibold">{title}</span>
        <span className="text-sm text-muted-foreground">{description}</span>
      </span>
      <ArrowRight
        aria-hidden
        className="size-4 shrink-0 text-muted-foreground transition-transform group-hover:translate-x-0.5"
      />
    </button>
  );
}
