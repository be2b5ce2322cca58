import { performance } from "node:perf_hooks";

const SHOWN_AFTER_MS = 1_000;

/**
 * Runs one phase of a start and shows it once it takes over a second, with its time at the end. All of it goes to
 * stderr: stdout is for what scripts read.
 *
 * @template T
 * @param {string} label what is being done, as in "Building the pages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(label, work) {
  const startedAtMs = performance.now();
  const seconds = () => ((performance.now() - startedAtMs) / 1_000).toFixed(0);
  const isTerminal = process.stderr.isTTY === true;
  let isShown = false;
  const timer = setInterval(() => {
    if (isTerminal) process.stderr.write(`\r  ${label} … ${seconds()} s`);
    else if (!isShown) process.stderr.write(`  ${label} …\n`);
    isShown = true;
  }, SHOWN_AFTER_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (isShown) process.stderr.write(`${isTerminal ? "\r" : ""}  ${label} (${seconds()} s)\n`);
  }
}
