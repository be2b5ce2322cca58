import { closeModels, findModel } from "@/components/code-editor/code-models";
import { exportClaims, failedClaim } from "@/components/code-editor/default-export";
import { monaco, typescript } from "@/components/code-editor/monaco";
import { type CodePlace, type CodeProblem, toCodeProblem } from "@/components/code-editor/to-code-problem";
import { findNodeKind } from "@/workflows/definition/node-kinds/registry";
import type { Problem } from "@/workflows/definition/problem";
import { type CheckedModule, checkedModules, inputTypeOf } from "@/workflows/definition/step-types";
import type { WorkflowDefinition } from "@/workflows/definition/workflow-definition";

const MARKER_OWNER = "millrace";
const OPEN_TYPES_URI = "file:///steps/_open.d.ts";

type File = { readonly place: CodePlace; readonly module: CheckedModule };
type Worker = Awaited<ReturnType<Awaited<ReturnType<typeof typescript.getTypeScriptWorker>>>>;
type Diagnostic = Awaited<ReturnType<Worker["getSemanticDiagnostics"]>>[number];

export type CodeWorkspace = ReturnType<typeof createCodeWorkspace>;

/**
 * The code of the open workflow as the language service sees it: the same files as the check at deploy
 * reads, so that both find the same errors, and the type of `Input` for the step that is open.
 */
export function createCodeWorkspace() {
  const libs = new Map<string, { readonly text: string; readonly dispose: () => void }>();
  // The language service is set up by the first model of its language.
  const starter = monaco.editor.createModel("", "typescript", monaco.Uri.parse("file:///open/_starter.ts"));
  let isDisposed = false;

  function setLib(uri: string, text: string): void {
    if (libs.get(uri)?.text === text) return;
    const { dispose } = typescript.typescriptDefaults.addExtraLib(text, uri);
    libs.set(uri, { text, dispose });
  }

  function setFiles(files: ReadonlyMap<string, File>): void {
    const wanted = new Set([OPEN_TYPES_URI, ...[...files.keys()].flatMap((name) => [fileUri(name), claimsUri(name)])]);
    for (const [uri, { dispose }] of libs) {
      if (wanted.has(uri)) continue;
      dispose();
      libs.delete(uri);
    }
    for (const [name, { module }] of files) {
      setLib(fileUri(name), `${module.prefix}${module.source}${module.suffix}`);
      if (isModule(name)) setLib(claimsUri(name), exportClaims(name, module.inputType));
    }
  }

  async function diagnose(name: string, file: File, worker: Worker): Promise<readonly CodeProblem[]> {
    const uri = fileUri(name);
    const syntactic = await worker.getSyntacticDiagnostics(uri);
    // Types of a text that does not parse are guesses.
    const found = syntactic.length > 0 ? syntactic : await worker.getSemanticDiagnostics(uri);
    const problems = found.flatMap((diagnostic) => toCodeProblem(flatten(diagnostic), file.module, file.place) ?? []);
    if (syntactic.length > 0 || problems.length > 0 || !isModule(name)) return problems;

    const [failed] = await worker.getSemanticDiagnostics(claimsUri(name));
    if (failed === undefined) return problems;
    const { start, message } = flatten(failed);
    const line = exportClaims(name, file.module.inputType).slice(0, start).split("\n").length;
    return [failedClaim({ line, message }, file.module.source, file.place)];
  }

  return {
    /** Makes `Input`, and for expressions `input` and `ctx`, those of this node in the texts that are open. */
    open(definition: WorkflowDefinition, nodeId: string): void {
      const globals = isExpressionNode(definition, nodeId)
        ? " declare const input: Input; declare const ctx: Context;"
        : "";
      setLib(OPEN_TYPES_URI, `type Input = ${inputTypeOf(definition, nodeId)};${globals}`);
    },

    /** All type errors of the workflow, also underlined in its open texts; null when the workflow was closed meanwhile. */
    async check(definition: WorkflowDefinition): Promise<readonly Problem[] | null> {
      const files = filesOf(definition);
      setFiles(files);
      // Monaco hands the files to the worker in a task of its own.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const getWorker = await typescript.getTypeScriptWorker();
      if (isDisposed) return null;
      const worker = await getWorker(starter.uri);
      const problems: CodeProblem[] = [];
      for (const [name, file] of files) {
        const found = await diagnose(name, file, worker);
        if (isDisposed) return null;
        markIn(file, found);
        problems.push(...found);
      }
      return problems.map(({ problem }) => problem);
    },

    dispose(): void {
      isDisposed = true;
      for (const { dispose } of libs.values()) dispose();
      libs.clear();
      starter.dispose();
      closeModels();
    },
  };
}

function fileUri(name: string): string {
  return `file:///steps/${name}.ts`;
}

function claimsUri(name: string): string {
  return `file:///steps/_claims.${name}.ts`;
}

/** Names of expressions have their field after a dot, which no node's id has. */
function isModule(name: string): boolean {
  return !name.includes(".");
}

function filesOf(definition: WorkflowDefinition): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  for (const [name, module] of checkedModules(definition)) {
    const [nodeId = name, field = moduleField(definition, nodeId)] = name.split(".");
    files.set(name, { place: { nodeId, field }, module });
  }
  return files;
}

function programOf(definition: WorkflowDefinition, nodeId: string) {
  const node = definition.nodes.find(({ id }) => id === nodeId);
  const kind = findNodeKind(node?.kind ?? "");
  return kind?.program(kind.defaultConfig) ?? null;
}

function moduleField(definition: WorkflowDefinition, nodeId: string): string {
  const program = programOf(definition, nodeId);
  return program?.form === "module" ? program.field : "source";
}

function isExpressionNode(definition: WorkflowDefinition, nodeId: string): boolean {
  return programOf(definition, nodeId)?.form === "expressions";
}

/** Underlines the problems of a field, unless its text has changed since it was checked. */
function markIn({ place, module }: File, problems: readonly CodeProblem[]): void {
  const model = findModel(place.nodeId, place.field);
  if (model === undefined || model.getValue() !== module.source) return;
  const markers = problems.map(({ problem, start, end }) => {
    const from = model.getPositionAt(start);
    const to = model.getPositionAt(end);
    return {
      message: problem.message,
      severity: monaco.MarkerSeverity.Error,
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: to.lineNumber,
      endColumn: to.column,
    };
  });
  monaco.editor.setModelMarkers(model, MARKER_OWNER, markers);
}

type MessageChain = Exclude<Diagnostic["messageText"], string>;

function flatten({ start = 0, length = 0, code, messageText }: Diagnostic) {
  return { start, length, code, message: typeof messageText === "string" ? messageText : join(messageText, "") };
}

function join({ messageText, next = [] }: MessageChain, indent: string): string {
  return [`${indent}${messageText}`, ...next.map((inner) => join(inner, `${indent}  `))].join("\n");
}
