"use client";

import { useRef, useState } from "react";
import { focusNode } from "@/components/editor/canvas/focus-node";
import { renameNode } from "@/components/editor/edits/change-node";
import { useEditor } from "@/components/editor/store/editor-context";

type NodeNameInputProps = { readonly nodeId: string; readonly name: string };

/** Renames in place: Enter or leaving keeps the name, Escape does not. */
export function NodeNameInput({ nodeId, name }: NodeNameInputProps) {
  const editor = useEditor();
  const [text, setText] = useState(name);
  const isDone = useRef(false);

  function finish(isKept: boolean) {
    if (isDone.current) return;
    isDone.current = true;
    const wanted = text.trim();
    const isRenamed = isKept && wanted !== "" && wanted !== name;
    const view = { renamingNodeId: null };
    if (isRenamed) editor.edit((definition) => renameNode(definition, nodeId, wanted), { view });
    else editor.show(view);
  }

  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here.
      autoFocus
      aria-label={`New name of ${name}`}
      maxLength={120}
      value={text}
      className="nodrag nopan w-full rounded-sm bg-muted px-1 text-sm font-semibold outline-none"
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        finish(event.key === "Enter");
        focusNode(nodeId);
      }}
    />
  );
}
