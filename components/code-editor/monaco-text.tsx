"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import {
  type CodeModel,
  isBeingReplaced,
  keepViewState,
  keptViewState,
  openModel,
  replaceText,
} from "@/components/code-editor/code-models";
import { monaco } from "@/components/code-editor/monaco";
import { editorOptions, type TextSize } from "@/components/code-editor/monaco-options";
import { applyMonacoTheme } from "@/components/code-editor/monaco-theme";
import { addPendingText } from "@/components/code-editor/pending-text";
import { revealStore } from "@/components/code-editor/reveal-store";

const TYPING_PAUSE_MS = 250;

export type CodeTextProps = {
  readonly nodeId: string;
  readonly field: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly size: TextSize;
  readonly value: string;
  /** Called after a pause in typing, and when the text is left. */
  readonly onChange: (value: string) => void;
};

type MonacoEditor = ReturnType<typeof monaco.editor.create>;

/** One Monaco. The text in it stays alive, with its own undo steps, when another step is shown. */
export function MonacoText({ nodeId, field, label, placeholder, size, value, onChange }: CodeTextProps) {
  const container = useRef<HTMLDivElement>(null);
  const editorRef = useRef<MonacoEditor | null>(null);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    applyMonacoTheme(resolvedTheme === "dark" ? "dark" : "light");
  }, [resolvedTheme]);

  useEffect(() => {
    if (container.current === null) return;
    const editor = monaco.editor.create(container.current, editorOptions(size));
    editorRef.current = editor;
    const stopGrowing = size === "fill" ? undefined : growWithText(editor, container.current, size);
    const detach = attach(editor, { nodeId, field, size }, latest.current.value, (text) =>
      latest.current.onChange(text),
    );
    return () => {
      detach();
      stopGrowing?.dispose();
      editorRef.current = null;
      editor.dispose();
    };
  }, [nodeId, field, size]);

  useEffect(() => {
    editorRef.current?.updateOptions({ ariaLabel: label, ...(placeholder === undefined ? {} : { placeholder }) });
  }, [label, placeholder]);

  useEffect(() => {
    const model = editorRef.current?.getModel();
    if (model && !isAhead(model)) replaceText(model, value);
  }, [value]);

  return <div ref={container} className={size === "fill" ? "h-full" : undefined} />;
}

/** Texts with typing in them that the workflow does not have yet. */
const ahead = new WeakSet<CodeModel>();

function isAhead(model: CodeModel): boolean {
  return ahead.has(model);
}

type Place = { readonly nodeId: string; readonly field: string; readonly size: TextSize };

/** Shows the text of a field in the editor, and tells of what is typed there. Gives back how to stop. */
function attach(editor: MonacoEditor, place: Place, value: string, onChange: (value: string) => void): () => void {
  const { nodeId, field, size } = place;
  const model = openModel(nodeId, field, value);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    if (!ahead.delete(model) || model.isDisposed()) return;
    onChange(model.getValue());
  };
  editor.setModel(model);
  editor.restoreViewState(keptViewState(nodeId, field));

  const subscriptions = [
    model.onDidChangeContent(() => {
      if (isBeingReplaced(model)) return;
      ahead.add(model);
      clearTimeout(timer);
      timer = setTimeout(flush, TYPING_PAUSE_MS);
    }),
    editor.onDidBlurEditorText(flush),
    size === "line" ? keepOneLine(editor) : null,
  ];
  const takeReveal = () => {
    const { reveal } = revealStore.getState();
    if (reveal === null || reveal.nodeId !== nodeId || reveal.field !== field) return;
    revealStore.setState({ reveal: null });
    const position = { lineNumber: reveal.line, column: reveal.column };
    editor.setPosition(position);
    editor.revealPositionInCenter(position);
    editor.focus();
  };
  takeReveal();
  const stopReveals = revealStore.subscribe(takeReveal);
  const removePending = addPendingText(flush);

  return () => {
    flush();
    removePending();
    keepViewState(nodeId, field, editor.saveViewState());
    stopReveals();
    for (const subscription of subscriptions) subscription?.dispose();
  };
}

/** Enter does nothing in a field of one line; a pasted text keeps its lines, and the field shows the first. */
function keepOneLine(editor: MonacoEditor) {
  return editor.onKeyDown((event) => {
    const isSuggesting = editor.getContribution("editor.contrib.suggestController") !== null && isSuggestOpen(editor);
    if (event.keyCode === monaco.KeyCode.Enter && !isSuggesting) event.preventDefault();
  });
}

function isSuggestOpen(editor: MonacoEditor): boolean {
  return editor.getDomNode()?.querySelector(".suggest-widget.visible") != null;
}

const MOST_LINES = { line: 1, block: 14 } as const;
const LINE_HEIGHT = 20;

function growWithText(editor: MonacoEditor, container: HTMLElement, size: Exclude<TextSize, "fill">) {
  const fitHeight = () => {
    const least = size === "block" ? 2 * LINE_HEIGHT : LINE_HEIGHT;
    const height = Math.min(Math.max(editor.getContentHeight(), least), MOST_LINES[size] * LINE_HEIGHT);
    container.style.height = `${height}px`;
    editor.layout();
  };
  fitHeight();
  return editor.onDidContentSizeChange(fitHeight);
}
