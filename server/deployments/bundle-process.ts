// Runs alone in a process of its own, started by bundle-workflow.ts: the code it parses may be hostile,
// and a parser that dies of it must take nothing along. Only Node resolves its imports, so it has no "@/".
import { text as readAll } from "node:stream/consumers";
import { build, type Message, type Plugin, transform } from "esbuild";

export type BundleRequest = {
  /** In the order they are bundled in. */
  readonly modules: readonly { readonly name: string; readonly source: string }[];
  readonly expressions: readonly { readonly name: string; readonly source: string }[];
  readonly entry: string;
  /** What an import specifier stands for. Any other is refused. */
  readonly imports: Readonly<Record<string, string>>;
  readonly refusal: string;
};

export type BundleMessage = {
  readonly text: string;
  /** `entry`, or the name of a module or an expression. */
  readonly name: string;
  /** From 1, in the text that esbuild was given. */
  readonly line: number;
  readonly column: number;
  /** A refused import leaves code that can still be checked for types; a syntax error does not. */
  readonly isSyntax: boolean;
};

export type BundleResponse =
  | { readonly ok: true; readonly code: string; readonly sourceMap: string }
  | { readonly ok: false; readonly messages: readonly BundleMessage[] };

const common = { logLevel: "silent", logLimit: 0, charset: "utf8", target: "node24", tsconfigRaw: "{}" } as const;
const asynchronous = "export default async (input, ctx) => ";

async function bundle(request: BundleRequest): Promise<BundleResponse> {
  const breakouts = await Promise.all(request.expressions.map(findBreakout));
  const messages = breakouts.flat();
  try {
    const result = await build({
      ...common,
      entryPoints: ["entry"],
      bundle: true,
      write: false,
      outfile: "bundle.js",
      format: "esm",
      platform: "neutral",
      sourcemap: "external",
      legalComments: "none",
      plugins: [virtualFiles(request)],
    });
    if (messages.length > 0) return { ok: false, messages };
    const find = (end: string) => result.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
    return { ok: true, code: find(".js"), sourceMap: find(".map") };
  } catch (error) {
    return { ok: false, messages: [...messages, ...messagesOf(error).map((message) => toMessage(message, null))] };
  }
}

/** Nothing is read from the disk: a path is one of the request's, an allowed module, or refused. */
function virtualFiles({ modules, expressions, entry, imports, refusal }: BundleRequest): Plugin {
  const files = new Map([["entry", entry]]);
  for (const { name, source } of modules) files.set(`${name}.ts`, source);
  // The first and the last line are ours; bundle-workflow.ts takes the first off every location.
  for (const { name, source } of expressions) files.set(`${name}.ts`, `${asynchronous}(\n${source}\n);\n`);

  return {
    name: "virtual-files",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
        if (kind === "entry-point") return { path, namespace: "virtual" };
        if (importer === "entry" && files.has(path)) return { path, namespace: "virtual" };
        const external = Object.hasOwn(imports, path) ? imports[path] : undefined;
        if (external !== undefined && kind.startsWith("require")) {
          return { errors: [{ text: `Use import instead of require, as in: import x from "${path}".` }] };
        }
        if (external !== undefined) return { path: external, external: true };
        return { errors: [{ text: `"${path}" cannot be imported. ${refusal}` }] };
      });
      onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => ({ contents: files.get(path) ?? "", loader: "ts" }));
    },
  };
}

/**
 * A text that is an expression between round brackets and between square ones cannot have closed
 * either, so it is one expression and nothing after it.
 */
async function findBreakout({ name, source }: { name: string; source: string }): Promise<readonly BundleMessage[]> {
  try {
    await transform(`${asynchronous}(\n${source}\n);\n`, { ...common, loader: "ts" });
  } catch {
    // The bundle has the same text in it, and tells the same.
    return [];
  }
  try {
    await transform(`${asynchronous}[\n${source}\n];\n`, { ...common, loader: "ts" });
    return [];
  } catch (error) {
    const text = "This must be one expression, without a bracket that closes more than it opens.";
    return messagesOf(error).map((message) => ({ ...toMessage(message, name), text }));
  }
}

function messagesOf(error: unknown): readonly Message[] {
  // A failure of another sort, such as a dead service, is the parent's to tell by the exit code.
  if (typeof error === "object" && error !== null && "errors" in error) return error.errors as Message[];
  throw error;
}

function toMessage({ text, location, pluginName }: Message, name: string | null): BundleMessage {
  // esbuild counts columns in bytes of the line, from 0.
  const before = Buffer.from(location?.lineText ?? "").subarray(0, location?.column ?? 0);
  const file = location?.file.replace(/^virtual:/, "") ?? "entry";
  return {
    text,
    name: name ?? file.replace(/\.ts$/, ""),
    line: location?.line ?? 1,
    column: before.toString("utf8").length + 1,
    isSyntax: pluginName === "",
  };
}

process.stdout.write(JSON.stringify(await bundle(JSON.parse(await readAll(process.stdin)))));
