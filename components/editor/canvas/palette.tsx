"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRef } from "react";
import { lookOf, nodeLooks } from "@/components/canvas/node-looks";
import { focusNode } from "@/components/editor/canvas/focus-node";
import { matchScore } from "@/components/editor/canvas/match-score";
import { connectTargets, paletteGroups } from "@/components/editor/canvas/palette-items";
import { addNode, type Placement } from "@/components/editor/edits/add-node";
import { connectNodes } from "@/components/editor/edits/connect-nodes";
import { newId, randomText } from "@/components/editor/edits/new-id";
import type { Editor, PaletteRequest } from "@/components/editor/store/create-editor";
import { useEditor, useEditorState } from "@/components/editor/store/editor-context";
import { onlyNodes } from "@/components/editor/store/selection";
import { cn } from "@/components/ui/class-names";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { type NodeKindName, nodeKinds } from "@/workflows/definition/node-kinds/registry";

/** The list of what can be added, wherever a `+`, a dropped connection or a key has asked for it. */
export function Palette({ onAdded }: { readonly onAdded: (nodeId: string) => void }) {
  const request = useEditorState((state) => state.palette);
  if (request === null) return null;
  return <OpenPalette request={request} onAdded={onAdded} />;
}

type OpenPaletteProps = { readonly request: PaletteRequest; readonly onAdded: (nodeId: string) => void };

function OpenPalette({ request, onAdded }: OpenPaletteProps) {
  const editor = useEditor();
  const opener = useRef(document.activeElement);
  const hasAdded = useRef(false);
  const { anchor, placement } = request;
  const rect = useRef({ getBoundingClientRect: () => new DOMRect(anchor.x, anchor.y, 0, 0) });

  function add(kind: NodeKindName) {
    hasAdded.current = true;
    onAdded(addKind(editor, kind, placement));
  }

  return (
    <Popover open onOpenChange={(isOpen) => (isOpen ? undefined : editor.show({ palette: null }))}>
      <PopoverAnchor virtualRef={rect} />
      <PopoverContent
        align="start"
        side="right"
        aria-label="Add a step"
        className="w-80 p-0"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          if (!hasAdded.current && opener.current instanceof HTMLElement) opener.current.focus();
        }}
      >
        <PaletteList
          placement={placement}
          onAdd={add}
          onConnect={(target) => {
            hasAdded.current = true;
            connectTo(editor, placement, target);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

type PaletteListProps = {
  readonly placement: Placement;
  readonly onAdd: (kind: NodeKindName) => void;
  readonly onConnect: (nodeId: string) => void;
};

const groupClasses =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground";
const itemClasses = "flex cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 data-[selected=true]:bg-muted";

function PaletteList({ placement, onAdd, onConnect }: PaletteListProps) {
  const definition = useEditorState((state) => state.definition);
  const targets = connectTargets(definition, placement);

  return (
    <Command label="Add a step" loop filter={matchScore}>
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <Command.Input
          autoFocus
          placeholder="Search steps"
          className="h-10 w-full bg-transparent text-base outline-none placeholder:text-muted-foreground md:text-sm"
        />
      </div>
      <Command.List className="max-h-80 overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted-foreground">
          No step is called that.
        </Command.Empty>
        {paletteGroups(placement).map(({ title, kinds }) => (
          <Command.Group key={title} heading={title} className={groupClasses}>
            {kinds.map((kind) => (
              <Command.Item
                key={kind}
                value={`${nodeKinds[kind].title} ${kind}`}
                keywords={[nodeKinds[kind].description]}
                className={itemClasses}
                onSelect={() => onAdd(kind)}
              >
                <KindTile kind={kind} />
                <span className="flex min-w-0 flex-col">
                  <span className="text-sm font-medium">{nodeKinds[kind].title}</span>
                  <span className="truncate text-xs text-muted-foreground">{nodeKinds[kind].description}</span>
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {targets.length === 0 ? null : (
          <Command.Group heading="Connect to" className={groupClasses}>
            {targets.map(({ id, kind, name }) => (
              <Command.Item
                key={id}
                value={`connect to ${name} ${id}`}
                className={itemClasses}
                onSelect={() => onConnect(id)}
              >
                <KindTile kind={kind} />
                <span className="truncate text-sm">{name}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function KindTile({ kind }: { readonly kind: string }) {
  const { icon: Icon, tone } = lookOf(kind);
  return (
    <span aria-hidden className={cn("flex size-8 shrink-0 items-center justify-center rounded-md", tone)}>
      <Icon className="size-4" />
    </span>
  );
}

/** Adds a node of the kind and opens it. Gives back its id. */
export function addKind(editor: Editor, kind: NodeKindName, placement: Placement): string {
  const { title, defaultConfig } = nodeKinds[kind];
  const config = { ...defaultConfig, ...nodeLooks[kind].freshConfig?.(randomText) };
  const { definition } = editor.store.getState();
  const added = addNode(definition, { kind, name: title, config }, { ...placement, newId });
  editor.edit(() => added.definition, {
    view: { palette: null, selection: onlyNodes([added.nodeId]), openNodeId: added.nodeId },
  });
  return added.nodeId;
}

function connectTo(editor: Editor, placement: Placement, target: string): void {
  if (placement.at !== "port" && placement.at !== "drop") return;
  const connection = { source: placement.nodeId, sourcePort: placement.port, target };
  editor.edit((definition) => connectNodes(definition, connection, newId("e")), {
    view: { palette: null, selection: onlyNodes([target]) },
  });
  focusNode(target);
}
