// Tells people what takes long, on stderr: stdout is for what scripts read.

const SLOW_AFTER_MS = 1_000;

/** Runs `work`; says what it is once it has taken a second, and how long it took when it has ended. */
export async function phase(label, work) {
  const startedAtMs = performance.now();
  const seconds = () => `${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`;
  let isShown = false;
  const show = () => {
    if (!isShown) process.stderr.write(`  ${label} …\n`);
    else if (process.stderr.isTTY) process.stderr.write(`\x1b[1A\x1b[2K  ${label} … ${seconds()}\n`);
    isShown = true;
  };
  const timer = setInterval(show, SLOW_AFTER_MS);
  try {
    const result = await work();
    if (isShown) process.stderr.write(`  ${label}: ${seconds()}\n`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
