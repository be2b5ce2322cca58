// From a fresh clone to the running product. Runs on whatever Node the machine has, so it uses no package.
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBubblewrap } from "./ensure-bubblewrap.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { ensureInstalled } from "./ensure-installed.mjs";
import { becomeProgram } from "./our-node.mjs";

// What V8 made of our sources at the last start, so that it need not be made again.
const compileCache = path.resolve(path.dirname(process.argv[1] ?? "."), "../.build/compile-cache");

const usage = `Usage: npm start [-- options]

Starts Millrace: installs and builds what is missing, starts the built-in PostgreSQL, and serves.
The line "ready <url>" on stdout says when requests are served. Ctrl-C stops everything.

Options
  --sign-in-link   print a new one-time link that signs the owner in
  --help           this text

Environment
  PORT                            where to listen (3000)
  HOST                            the address to listen on (127.0.0.1; 0.0.0.0 for every address)
  MILLRACE_PUBLIC_URL             the URL people use, when a proxy stands in front
  DATABASE_URL                    another PostgreSQL than the built-in one
  MILLRACE_DATA_DIR               where data and secrets are kept (data)
  MILLRACE_SIGN_UP                open lets strangers make accounts of their own (closed)
  MILLRACE_BLANK_INSTANCES        instances started ahead of need (1)
  MILLRACE_INSTANCE_IDLE_MS       how long an instance without work stays (60000)
  MILLRACE_MAX_INSTANCES          instances at the same time (what half the memory holds)
  MILLRACE_MAX_BODY_BYTES         the largest body a hook takes (1048576)
  MILLRACE_LOG_LEVEL              debug, info, warn or error (warn)
  MILLRACE_UNSAFE_NO_ISOLATION    1 runs step code without walls: for development only
`;

try {
  const { values } = parseArgs({
    options: { "sign-in-link": { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) process.stdout.write(usage);
  else {
    await ensureInstalled();
    await ensureBubblewrap();
    await ensureBuilt();
    process.env.NODE_ENV = "production";
    process.env.NODE_COMPILE_CACHE ??= compileCache;
    becomeProgram("server/main.ts", values["sign-in-link"] ? ["--sign-in-link"] : []);
  }
} catch (error) {
  process.stderr.write(`${error.output ?? ""}\nMillrace did not start: ${error.message}\n`);
  process.exitCode = 1;
}
