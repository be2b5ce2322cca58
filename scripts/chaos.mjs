import { ensureInstalled } from "./ensure-installed.mjs";
import { becomeProgram } from "./our-node.mjs";

await ensureInstalled();
becomeProgram("chaos/main.ts", process.argv.slice(2));
