// Loaded before a program that whoever started it shall not outlive: npm, or the script that waits for the program.
// A terminal's Ctrl-C reaches everybody, but a kill of npm alone reaches nobody else.
const LOOK_EVERY_MS = 500;

const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, "SIGTERM");
}, LOOK_EVERY_MS);
timer.unref();
