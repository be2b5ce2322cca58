// Only what is used: all features of the editor, the TypeScript grammar and its language service.
// The workers are files of ours, so nothing comes from another host.
import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/typescript/register";
import * as typescript from "monaco-editor/languages/features/typescript/register";
import { runtimeTypes, stepCompilerOptions } from "@/workflows/definition/step-types";

export { monaco, typescript };

export const RUNTIME_TYPES_URI = "file:///steps/_runtime.d.ts";

// safety: the numbers of ES2024 and of bundler resolution in the TypeScript that Monaco carries; its enums name neither.
const ES2024 = 11 as typescript.ScriptTarget;
const BUNDLER = 100 as typescript.ModuleResolutionKind;
const MODULE_DETECTION_FORCE = 3;

self.MonacoEnvironment = {
  getWorker(_id, label) {
    if (label === "typescript") {
      return new Worker(new URL("./workers/ts.worker.ts", import.meta.url), { type: "module", name: label });
    }
    return new Worker(new URL("./workers/editor.worker.ts", import.meta.url), { type: "module", name: label });
  },
};

const { typescriptDefaults } = typescript;
typescriptDefaults.setCompilerOptions({
  ...stepCompilerOptions,
  types: [],
  lib: stepCompilerOptions.lib.map((name) => `lib.${name}.d.ts`),
  target: ES2024,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: BUNDLER,
  moduleDetection: MODULE_DETECTION_FORCE,
  allowNonTsExtensions: true,
});
// Errors are told by our own check, which reads the same files as the check at deploy.
typescriptDefaults.setDiagnosticsOptions({
  noSemanticValidation: true,
  noSyntaxValidation: true,
  noSuggestionDiagnostics: true,
});
typescriptDefaults.setEagerModelSync(true);
typescriptDefaults.addExtraLib(runtimeTypes, RUNTIME_TYPES_URI);
