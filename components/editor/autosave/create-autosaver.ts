import { createStore } from "zustand/vanilla";
import {
  type AutosaveEvent,
  type AutosaveState,
  isDirty,
  mayStart,
  nextAutosave,
  retryDelayMs,
  type Theirs,
} from "@/components/editor/autosave/autosave-state";
import type { DraftJournal } from "@/components/editor/autosave/draft-journal";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const PAUSE_MS = 800;
/** Somebody who never pauses is saved all the same. */
const LONGEST_PAUSE_MS = 5_000;
const JOURNAL_PAUSE_MS = 200;

type SaveRequest = { readonly baseRevision: number; readonly draft: WorkflowDefinition };
export type SaveAnswer =
  | { readonly status: "saved"; readonly revision: number; readonly savedAt: string; readonly draftHash: string }
  | ({ readonly status: "conflict" } & Theirs)
  /** No answer came: the server or the network is away. */
  | { readonly status: "unanswered" }
  | { readonly status: "refused"; readonly message: string };

export type AutosaverPorts = {
  /** Never throws: what goes wrong is an answer. A parting save outlives the page it is sent from. */
  readonly save: (request: SaveRequest, options: { readonly isParting: boolean }) => Promise<SaveAnswer>;
  readonly journal: DraftJournal;
  readonly onSaved: (saved: {
    readonly draft: WorkflowDefinition;
    readonly revision: number;
    readonly draftHash: string;
  }) => void;
};

export type Autosaver = ReturnType<typeof createAutosaver>;

/** Carries out what the autosave state asks for: waits for a pause, sends one save at a time, keeps the journal. */
export function createAutosaver(initial: AutosaveState, ports: AutosaverPorts) {
  const store = createStore<AutosaveState>()(() => initial);
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let journalTimer: ReturnType<typeof setTimeout> | undefined;
  let dirtySinceMs: number | null = null;
  let underWay: Promise<void> | null = null;

  function dispatch(event: AutosaveEvent): void {
    store.setState(nextAutosave(store.getState(), event), true);
  }

  function edited(draft: WorkflowDefinition): void {
    if (draft === store.getState().current) return;
    dispatch({ type: "edited", draft });
    journalTimer ??= setTimeout(keep, JOURNAL_PAUSE_MS);
    schedule();
  }

  function schedule(): void {
    const state = store.getState();
    clearTimeout(saveTimer);
    if (!mayStart(state)) {
      dirtySinceMs = null;
      return;
    }
    dirtySinceMs ??= Date.now();
    const longest = Math.max(0, LONGEST_PAUSE_MS - (Date.now() - dirtySinceMs));
    const delay = state.phase.name === "waiting" ? retryDelayMs(state.phase.attempt) : Math.min(PAUSE_MS, longest);
    saveTimer = setTimeout(() => void send(), delay);
  }

  function send(isParting = false): Promise<void> {
    clearTimeout(saveTimer);
    if (underWay !== null || !mayStart(store.getState())) return underWay ?? Promise.resolve();
    dispatch({ type: "save-started" });
    dirtySinceMs = null;
    const { acknowledged, current } = store.getState();
    keep();
    underWay = ports.save({ baseRevision: acknowledged.revision, draft: current }, { isParting }).then((answer) => {
      underWay = null;
      receive(answer, current);
    });
    return underWay;
  }

  function receive(answer: SaveAnswer, sent: WorkflowDefinition): void {
    dispatch(toEvent(answer));
    keep();
    if (answer.status === "saved") ports.onSaved({ ...answer, draft: sent });
    schedule();
  }

  /** Writes what is not confirmed into the journal, or clears it when all is. Says whether the browser kept it. */
  function keep(): boolean {
    clearTimeout(journalTimer);
    journalTimer = undefined;
    const { current, acknowledged, phase } = store.getState();
    if (!isDirty(store.getState())) {
      ports.journal.clear();
      return true;
    }
    const sent = phase.name === "saving" || phase.name === "waiting" ? phase.sent : null;
    return ports.journal.write({ draft: current, baseRevision: acknowledged.revision, sent });
  }

  /** Saves at once, again and again until all is confirmed or nothing more can be sent. */
  async function flush(): Promise<AutosaveState> {
    keep();
    if (underWay !== null) await underWay;
    if (mayStart(store.getState())) await send();
    const { phase } = store.getState();
    return phase.name === "resting" && isDirty(store.getState()) ? flush() : store.getState();
  }

  return {
    store,
    edited,
    flush,
    keep,
    retry: () => void send(),
    /** For the moment the page goes away. Says whether what is not confirmed is safe in this browser. */
    part: (): boolean => {
      void send(true);
      return keep();
    },
    dispatch: (event: AutosaveEvent) => {
      dispatch(event);
      keep();
      schedule();
    },
  };
}

function toEvent(answer: SaveAnswer): AutosaveEvent {
  switch (answer.status) {
    case "saved":
      return { type: "saved", revision: answer.revision, savedAt: answer.savedAt };
    case "conflict":
      return { type: "conflicted", theirs: answer };
    case "unanswered":
      return { type: "unanswered" };
    case "refused":
      return { type: "refused", message: answer.message };
    default:
      return answer satisfies never;
  }
}
