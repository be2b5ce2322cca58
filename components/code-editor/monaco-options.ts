import type { monaco } from "@/components/code-editor/monaco";

/** A field of one line, one that grows with its text, or all the height there is. */
export type TextSize = "line" | "block" | "fill";

type Options = NonNullable<Parameters<typeof monaco.editor.create>[1]>;

const always: Options = {
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
  fontSize: 13,
  lineHeight: 20,
  fixedOverflowWidgets: true,
  // A text area, because the keys of the page stay away from text areas, and from nothing else.
  editContext: false,
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  renderLineHighlight: "line",
  renderLineHighlightOnlyWhenFocus: true,
  bracketPairColorization: { enabled: false },
  smoothScrolling: true,
  tabSize: 2,
  padding: { top: 12, bottom: 12 },
  stickyScroll: { enabled: false },
  unicodeHighlight: { ambiguousCharacters: false },
  scrollbar: {
    verticalScrollbarSize: 10,
    horizontalScrollbarSize: 10,
    useShadows: false,
    alwaysConsumeMouseWheel: false,
  },
};

/** What makes an editor a form field: no gutter, and Tab goes to the next field. */
const fieldOnly: Options = {
  lineNumbers: "off",
  glyphMargin: false,
  folding: false,
  lineDecorationsWidth: 10,
  lineNumbersMinChars: 0,
  renderLineHighlight: "none",
  occurrencesHighlight: "off",
  selectionHighlight: false,
  tabFocusMode: true,
  padding: { top: 0, bottom: 0 },
  wordWrap: "on",
  contextmenu: false,
};

export function editorOptions(size: TextSize): Options {
  if (size === "fill") return { ...always, lineNumbersMinChars: 3, glyphMargin: false };
  return { ...always, ...fieldOnly, ...(size === "line" ? { wordWrap: "off" } : {}) };
}
