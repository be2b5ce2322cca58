// The product with hot reload: pages by Next's own, the server by starting it again when its source changes.
import { ensureBubblewrap } from "./ensure-bubblewrap.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { becomeProgram } from "./our-node.mjs";

await ensureInstalled();
await ensureBubblewrap();
process.env.NODE_ENV = "development";
becomeProgram("server/main.ts", process.argv.slice(2), [
  "--watch-path=server",
  "--watch-path=workflows",
  "--watch-preserve-output",
]);
