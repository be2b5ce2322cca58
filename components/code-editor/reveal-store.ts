import { createStore } from "zustand/vanilla";

/** A place in the code of a step that the person asked to see. */
export type Reveal = {
  readonly nodeId: string;
  readonly field: string;
  readonly line: number;
  readonly column: number;
};

/** The last place asked for, until the editor that shows its text has taken it. */
export const revealStore = createStore<{ readonly reveal: Reveal | null }>()(() => ({ reveal: null }));

export function revealInCode(reveal: Reveal): void {
  revealStore.setState({ reveal });
}
