import { beforeAll, describe, expect, test } from "vitest";
import { runtimeTypes, stepCompilerOptions } from "@/workflows/definition/runtime-types";
import { checkedModules } from "@/workflows/definition/step-types";
import { branch, respond, step, trigger, workflow } from "@/workflows/testing/builders";

type Diagnostic = { readonly file?: { readonly fileName: string }; readonly messageText: unknown };

/** As much of TypeScript's old interface as the editor's own copy of it is asked for here. */
type EditorTypeScript = {
  readonly version: string;
  convertCompilerOptionsFromJson(options: object, path: string): { options: object; errors: readonly unknown[] };
  createSourceFile(name: string, text: string, target: unknown): unknown;
  createProgram(options: object): unknown;
  getPreEmitDiagnostics(program: unknown): readonly Diagnostic[];
  flattenDiagnosticMessageText(text: unknown, newLine: string): string;
};

let ts: EditorTypeScript;
let libFiles: Readonly<Record<string, string>>;

beforeAll(async () => {
  const folder = "monaco-editor/languages/features/typescript/lib";
  ts = (await import(`${folder}/typescriptServices.js`)).typescript;
  libFiles = (await import(`${folder}/lib.js`)).libFileMap;
}, 60_000);

/** What the editor's TypeScript says of these files, beside the ambient types. */
function diagnose(sources: ReadonlyMap<string, string>): readonly string[] {
  const files = new Map([["/runtime.d.ts", runtimeTypes], ...sources]);
  const read = (name: string) => files.get(name) ?? libFiles[name.slice(1)];
  const { options, errors } = ts.convertCompilerOptionsFromJson(stepCompilerOptions, "/");
  expect(errors).toEqual([]);
  const host = {
    getSourceFile: (name: string, target: unknown) => {
      const text = read(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, target);
    },
    fileExists: (name: string) => read(name) !== undefined,
    readFile: read,
    getDefaultLibFileName: () => "/lib.d.ts",
    getDefaultLibLocation: () => "/",
    getCurrentDirectory: () => "/",
    getDirectories: () => [],
    getCanonicalFileName: (name: string) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  };
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: { ...options, skipLibCheck: false },
    host,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

describe("in the editor's TypeScript", () => {
  test("the ambient types have no error of their own", () => {
    expect(ts.version).toMatch(/^5\./);
    expect(diagnose(new Map())).toEqual([]);
  });

  test("a workflow has the same errors as at the deploy", () => {
    const a =
      'import { createHash } from "crypto";\nexport default (input: Input) => ({ at: new Date(), total: Number(input.body) });';
    const z = "export default (input: Input) => input.at.getTime();";
    const nodes = [
      trigger("t"),
      step("a", { config: { source: a } }),
      branch("b"),
      step("z", { config: { source: z } }),
      respond("r"),
    ];
    const modules = checkedModules(workflow(nodes, ["t -> a", "a -> b", "b.yes -> z", "z -> r"]));
    const sources = new Map(
      [...modules].map(([name, { prefix, source, suffix }]) => [`/${name}.ts`, `${prefix}${source}${suffix}`] as const),
    );
    expect(diagnose(sources)).toEqual(["/z.ts Property 'getTime' does not exist on type 'string'."]);
  });

  test("Jsonified says what JSON makes of a value", () => {
    const cases = `
      type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
      type Flat<T> = { [K in keyof T]: T[K] };
      declare function same<T extends true>(): void;
      interface Row { id: number; at: Date; next?: Row }
      declare const row: Jsonified<Row>;
      same<Same<Jsonified<Date>, string>>();
      same<Same<Jsonified<any>, any>>();
      same<Same<Jsonified<unknown>, unknown>>();
      same<Same<Jsonified<void>, null>>();
      same<Same<Jsonified<() => 1>, null>>();
      same<Same<Jsonified<bigint>, never>>();
      same<Same<Jsonified<"a" | Date | 1>, string | 1>>();
      same<Same<Jsonified<{ a: 1; b?: string }>, { a: 1; b?: string }>>();
      same<Same<Flat<Jsonified<{ a: Date; f(): void; u: undefined; o: Date | undefined }>>, { a: string; o?: string }>>();
      same<Same<Jsonified<[Date, () => void]>, [string, null]>>();
      same<Same<Jsonified<Map<string, 1>>, {}>>();
      same<Same<Jsonified<HttpRequest>, HttpRequest>>();
      export const at: string | undefined = row.next?.next?.at;
    `;
    expect(diagnose(new Map([["/cases.ts", cases]]))).toEqual([]);
  });
});
