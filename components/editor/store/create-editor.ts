import { temporal } from "zundo";
import { createStore } from "zustand/vanilla";
import type { Point } from "@/components/canvas/geometry";
import type { Placement } from "@/components/editor/edits/add-node";
import { nothing, type Selection } from "@/components/editor/store/selection";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** More than anyone counts; a snapshot shares all it can with its neighbours. */
const HISTORY_LIMIT = 500;
/** Edits of one field with no longer pause than this are undone together. */
const BURST_PAUSE_MS = 1_000;

/** A palette that is open: where on the screen, and what the chosen kind is added to. */
export type PaletteRequest = { readonly anchor: Point; readonly placement: Placement };

export type EditorState = {
  /** The one truth; what is drawn is derived from it. */
  readonly definition: WorkflowDefinition;
  readonly selection: Selection;
  /** Whose form the panel shows. */
  readonly openNodeId: string | null;
  readonly renamingNodeId: string | null;
  readonly palette: PaletteRequest | null;
  readonly isProblemsOpen: boolean;
};

type EditOptions = {
  /** Edits that follow each other with the same burst are one entry of the history. */
  readonly burst?: string;
  /** Set together with the edit. */
  readonly view?: Partial<Omit<EditorState, "definition">>;
};

export type Editor = ReturnType<typeof createEditor>;

/** The state of one open workflow and its history. Only the definition is undone, never the view. */
export function createEditor(initial: WorkflowDefinition, nowMs: () => number = () => performance.now()) {
  const store = createStore<EditorState>()(
    temporal(
      (): EditorState => ({
        definition: initial,
        selection: nothing,
        openNodeId: null,
        renamingNodeId: null,
        palette: null,
        isProblemsOpen: false,
      }),
      {
        limit: HISTORY_LIMIT,
        partialize: ({ definition }) => ({ definition }),
        equality: (past, current) => past.definition === current.definition,
      },
    ),
  );
  const history = store.temporal;
  let lastBurst: { readonly key: string; readonly atMs: number } | null = null;

  function edit(change: (definition: WorkflowDefinition) => WorkflowDefinition, options: EditOptions = {}): void {
    const definition = change(store.getState().definition);
    const { burst, view = {} } = options;
    if (definition === store.getState().definition) {
      store.setState(view);
      return;
    }
    const goesOn = burst !== undefined && lastBurst?.key === burst && nowMs() - lastBurst.atMs < BURST_PAUSE_MS;
    if (goesOn) history.getState().pause();
    store.setState({ ...view, definition });
    if (goesOn) history.getState().resume();
    lastBurst = burst === undefined ? null : { key: burst, atMs: nowMs() };
  }

  function step(direction: "undo" | "redo"): void {
    lastBurst = null;
    history.getState()[direction]();
  }

  return {
    store,
    history,
    edit,
    undo: () => step("undo"),
    redo: () => step("redo"),
    /** Ends a burst, so that the next edit is an entry of its own. */
    endBurst: () => {
      lastBurst = null;
    },
    show: (view: Partial<Omit<EditorState, "definition">>) => store.setState(view),
  };
}
