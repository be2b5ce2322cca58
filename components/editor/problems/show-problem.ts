import { revealInCode } from "@/components/code-editor/reveal-store";
import type { Editor } from "@/components/editor/store/create-editor";
import { onlyNodes } from "@/components/editor/store/selection";
import type { Problem } from "@/workflows/definition/problem";

/** Opens the node that a problem speaks of, at the line where it is. */
export function showProblem(editor: Editor, { nodeId, field, location }: Problem): void {
  if (nodeId === null) return;
  editor.show({ selection: onlyNodes([nodeId]), openNodeId: nodeId });
  if (field !== null && location !== undefined) revealInCode({ nodeId, field, ...location });
}
