import { isSameJson } from "@/components/canvas/is-same-json";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

/** A draft as the server has confirmed it. */
export type Acknowledged = {
  readonly draft: WorkflowDefinition;
  readonly revision: number;
  /** Null for the draft the page was opened with. */
  readonly savedAt: string | null;
};

export type Theirs = { readonly draft: WorkflowDefinition; readonly revision: number; readonly savedAt: string };

type Phase =
  | { readonly name: "resting" }
  | { readonly name: "saving"; readonly sent: WorkflowDefinition; readonly attempt: number }
  /** The last save got no answer; the next try is due in a while. */
  | { readonly name: "waiting"; readonly sent: WorkflowDefinition; readonly attempt: number }
  /** The server said no, and will say it again until the draft changes. */
  | { readonly name: "refused"; readonly sent: WorkflowDefinition; readonly message: string }
  /** Somebody else saved in between; a person decides. */
  | { readonly name: "conflict"; readonly theirs: Theirs };

export type AutosaveState = {
  readonly acknowledged: Acknowledged;
  readonly current: WorkflowDefinition;
  readonly phase: Phase;
  /** A revision that another tab or person is known to have saved; null while ours is the last. */
  readonly newerRevision: number | null;
};

export type AutosaveEvent =
  | { readonly type: "edited"; readonly draft: WorkflowDefinition }
  | { readonly type: "save-started" }
  | { readonly type: "saved"; readonly revision: number; readonly savedAt: string }
  | { readonly type: "conflicted"; readonly theirs: Theirs }
  | { readonly type: "unanswered" }
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "saved-elsewhere"; readonly revision: number }
  | { readonly type: "kept-mine" }
  | { readonly type: "took-theirs"; readonly theirs: Theirs };

export function startAutosave(acknowledged: Acknowledged): AutosaveState {
  return { acknowledged, current: acknowledged.draft, phase: { name: "resting" }, newerRevision: null };
}

/** What the save of a draft comes to, event by event. Events that do not fit the phase change nothing. */
export function nextAutosave(state: AutosaveState, event: AutosaveEvent): AutosaveState {
  const { phase } = state;
  switch (event.type) {
    case "edited":
      return edited(state, event.draft);
    case "save-started":
      return mayStart(state)
        ? {
            ...state,
            phase: { name: "saving", sent: state.current, attempt: phase.name === "waiting" ? phase.attempt : 0 },
          }
        : state;
    case "saved":
      return phase.name === "saving" ? acknowledge(state, { ...event, draft: phase.sent }) : state;
    case "conflicted":
      return conflicted(state, event.theirs);
    case "unanswered":
      return phase.name === "saving"
        ? { ...state, phase: { ...phase, name: "waiting", attempt: phase.attempt + 1 } }
        : state;
    case "refused":
      if (phase.name !== "saving") return state;
      return { ...state, phase: { name: "refused", sent: phase.sent, message: event.message } };
    case "saved-elsewhere":
      return event.revision > state.acknowledged.revision ? { ...state, newerRevision: event.revision } : state;
    case "kept-mine":
      // Their draft becomes what ours is saved over.
      return phase.name === "conflict" ? acknowledge(state, phase.theirs) : state;
    case "took-theirs":
      return { ...acknowledge(state, event.theirs), current: event.theirs.draft };
    default:
      return event satisfies never;
  }
}

/** Whether something is on the screen that the server has not confirmed. */
export function isDirty({ current, acknowledged }: AutosaveState): boolean {
  return !isSameJson(current, acknowledged.draft);
}

/** Whether a save may be sent: one at a time, and none that a person or the server has to answer for first. */
export function mayStart(state: AutosaveState): boolean {
  return (state.phase.name === "resting" || state.phase.name === "waiting") && isDirty(state);
}

/** Double the wait each time, from one second up to half a minute. */
export function retryDelayMs(attempt: number): number {
  return Math.min(1_000 * 2 ** Math.max(0, attempt - 1), 30_000);
}

function edited(state: AutosaveState, draft: WorkflowDefinition): AutosaveState {
  const next = { ...state, current: draft };
  const isRefusedNoMore = state.phase.name === "refused" && !isSameJson(draft, state.phase.sent);
  return isRefusedNoMore ? { ...next, phase: { name: "resting" } } : next;
}

function acknowledge(state: AutosaveState, acknowledged: Acknowledged): AutosaveState {
  const { draft, revision, savedAt } = acknowledged;
  const isLatest = state.newerRevision === null || state.newerRevision <= revision;
  return {
    ...state,
    acknowledged: { draft, revision, savedAt },
    phase: { name: "resting" },
    newerRevision: isLatest ? null : state.newerRevision,
  };
}

/** A conflict with the very draft that was sent is a save of ours whose answer was lost. */
function conflicted(state: AutosaveState, theirs: Theirs): AutosaveState {
  if (state.phase.name !== "saving") return state;
  if (isSameJson(theirs.draft, state.phase.sent)) return acknowledge(state, theirs);
  return { ...state, phase: { name: "conflict", theirs } };
}
