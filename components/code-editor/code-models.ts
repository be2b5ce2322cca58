import { monaco } from "@/components/code-editor/monaco";

export type CodeModel = ReturnType<typeof monaco.editor.createModel>;
type ViewState = ReturnType<ReturnType<typeof monaco.editor.create>["saveViewState"]>;

const models = new Map<string, CodeModel>();
const replacing = new Set<CodeModel>();
const viewStates = new Map<string, ViewState>();

function keyOf(nodeId: string, field: string): string {
  return `${nodeId}.${field}`;
}

/** The text of a field, with the undo steps of its own that it keeps while the workflow is open. */
export function openModel(nodeId: string, field: string, value: string): CodeModel {
  const key = keyOf(nodeId, field);
  const existing = models.get(key);
  if (existing !== undefined) {
    replaceText(existing, value);
    return existing;
  }
  const uri = monaco.Uri.parse(`file:///open/${key}.ts`);
  const model = monaco.editor.createModel(value, "typescript", uri);
  model.updateOptions({ tabSize: 2, insertSpaces: true });
  models.set(key, model);
  return model;
}

export function findModel(nodeId: string, field: string): CodeModel | undefined {
  return models.get(keyOf(nodeId, field));
}

/** Brings a text that changed elsewhere into the model, as an edit that can be undone there too. */
export function replaceText(model: CodeModel, value: string): void {
  if (model.getValue() === value) return;
  replacing.add(model);
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  model.pushStackElement();
  replacing.delete(model);
}

/** Whether the change that is being told of was made elsewhere, and not typed. */
export function isBeingReplaced(model: CodeModel): boolean {
  return replacing.has(model);
}

export function keepViewState(nodeId: string, field: string, state: ViewState): void {
  viewStates.set(keyOf(nodeId, field), state);
}

export function keptViewState(nodeId: string, field: string): ViewState {
  return viewStates.get(keyOf(nodeId, field)) ?? null;
}

/** Called when the workflow is closed. */
export function closeModels(): void {
  for (const model of models.values()) model.dispose();
  models.clear();
  viewStates.clear();
}
