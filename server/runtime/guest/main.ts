import { access } from "node:fs/promises";
import { isBuiltin, registerHooks } from "node:module";
import { createChannel } from "@/server/runtime/guest/channel";
import {
  findInvocation,
  handleStrayError,
  type Program,
  type Programs,
  runInvocation,
} from "@/server/runtime/guest/run-invocation";
import { installConsole } from "@/server/runtime/guest/step-log";
import { BUNDLE_URL, type HostFrame } from "@/server/runtime/protocol";

const WARM_UP_URL = "millrace:warm-up";
const WARM_UP_CODE = `import { inspect } from "node:util";
export const programs = { warm: async (input, ctx) => { ctx.log.info("ready", input); return { input, a: [1, { b: inspect(null) }] }; } };`;
const WARM_UP_CALLS = 40;

const { setImmediate } = globalThis;
const { hasOwn } = Object;
const sources = new Map([[WARM_UP_URL, WARM_UP_CODE]]);
const channel = createChannel();
let bundle: Promise<Programs> | null = null;

// A module that needs no file, and has a short name in stack traces.
registerHooks({
  resolve: (specifier, context, next) => {
    if (sources.has(specifier)) return { url: specifier, shortCircuit: true };
    const isOutside = context.parentURL === BUNDLE_URL && !isBuiltin(specifier) && !specifier.startsWith("data:");
    if (isOutside) throw new Error(`The module "${specifier}" is neither in the workflow's bundle nor a part of Node.`);
    return next(specifier, context);
  },
  load: (url, context, next) => {
    const source = sources.get(url);
    return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
  },
});

async function loadPrograms(url: string): Promise<Programs> {
  const module: { programs?: unknown } = await import(url);
  sources.delete(url);
  if (typeof module.programs !== "object" || module.programs === null) {
    throw new TypeError("The bundle exports no programs.");
  }
  // safety: what a program is, is found out by calling it.
  return module.programs as Programs;
}

/** Runs the whole path of an invocation often enough that the first real one finds it compiled. */
async function warmUp(): Promise<void> {
  // Starts the threads of Node's own pool, so that those there are more of later are the step's.
  await access("/");
  const programs = await loadPrograms(WARM_UP_URL);
  for (let call = 0; call < WARM_UP_CALLS; call += 1) {
    const frame: HostFrame = {
      type: "invoke",
      nonce: "warm-up",
      nodeId: "warm",
      timeoutMs: 1_000,
      context: { runId: "run", attempt: 1 },
      input: { call },
    };
    await runInvocation(
      frame,
      async () => findProgram(programs, frame.nodeId),
      () => {},
    );
  }
}

/** Serves calls for ever. The bundle is loaded within the first, whose log and deadline it then counts for. */
async function serveNext(): Promise<void> {
  const frame = channel.read();
  if (frame.type === "load") sources.set(BUNDLE_URL, frame.code);
  else await runInvocation(frame, async () => findProgram(await loadBundle(), frame.nodeId), channel.write);
  // After a turn of the event loop, so that what the invocation left pending is not starved for ever.
  setImmediate(serveNext);
}

function loadBundle(): Promise<Programs> {
  bundle ??= loadPrograms(BUNDLE_URL);
  return bundle;
}

function findProgram(programs: Programs, nodeId: string): Program {
  const program = hasOwn(programs, nodeId) ? programs[nodeId] : undefined;
  if (typeof program !== "function") throw new TypeError(`It has no program for the node ${nodeId}.`);
  return program;
}

installConsole(() => findInvocation()?.sink ?? null);
process.on("uncaughtException", handleStrayError);
process.on("unhandledRejection", handleStrayError);
process.on("warning", () => {});
warmUp()
  .then(() => channel.write('{"type":"ready"}'))
  .then(serveNext);
