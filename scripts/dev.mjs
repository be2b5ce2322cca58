// The product with hot reload: pages by Next's own, the server by starting it again when its source changes.
import { ensureBubblewrap } from "./ensure-bubblewrap.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { becomeProgram } from "./our-node.mjs";

const usage = `Usage: npm run dev

Starts Millrace for working on it: a change of a page shows at once, a change of the server starts it again.
Takes the environment variables and the data folder of npm start (see npm start -- --help).
`;

if (process.argv.includes("--help")) process.stdout.write(usage);
else {
  try {
    await ensureInstalled();
    await ensureBubblewrap();
    process.env.NODE_ENV = "development";
    becomeProgram("server/main.ts", [], ["--watch-path=server", "--watch-path=workflows", "--watch-preserve-output"]);
  } catch (error) {
    process.stderr.write(`${error.output ?? ""}\nMillrace did not start: ${error.message}\n`);
    process.exitCode = 1;
  }
}
