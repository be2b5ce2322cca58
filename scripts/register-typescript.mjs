// Lets Node run our TypeScript as it is written: `@/` is the project's root, and an import without an
// ending means a `.ts` or `.tsx` file. Node 24 strips the types itself.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);
const endings = ["", ".ts", ".tsx"];

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isAlias = specifier.startsWith("@/");
    const isRelative = specifier.startsWith("./") || specifier.startsWith("../");
    if (!isAlias && !(isRelative && isOurs(context.parentURL))) return nextResolve(specifier, context);

    const url = isAlias ? new URL(specifier.slice(2), root) : new URL(specifier, context.parentURL);
    const path = fileURLToPath(url);
    const ending = endings.find((candidate) => /\.[a-z]+$/.test(path + candidate) && existsSync(path + candidate));
    return nextResolve(ending === undefined ? specifier : pathToFileURL(path + ending).href, context);
  },
});

// What Next built resolves its own files, in CommonJS, which takes no `file:` address.
function isOurs(parentUrl) {
  return parentUrl?.startsWith(root.href) === true && !/\/(node_modules|\.next)\//.test(parentUrl);
}
