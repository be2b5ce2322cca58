/**
 * The modules a step may import: parts of Node that compute and touch nothing outside the process.
 * Whatever reads files, opens sockets, starts processes or loads code is not among them.
 */
export const stepModules = [
  "node:assert",
  "node:buffer",
  "node:crypto",
  "node:events",
  "node:path",
  "node:querystring",
  "node:stream",
  "node:string_decoder",
  "node:timers",
  "node:timers/promises",
  "node:url",
  "node:util",
  "node:zlib",
] as const;

/** Says what may be imported instead, in words for the author. */
export const stepModulesAdvice = `A step can import these modules: ${stepModules.join(", ")}.`;
