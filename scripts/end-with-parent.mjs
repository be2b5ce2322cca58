// Loaded before a program that whoever started it shall not outlive: npm, or the script that waits for the program.
// A terminal's Ctrl-C reaches everybody, but a kill of npm alone reaches nobody else.
import { whenStarterIsGone } from "./starter.mjs";

whenStarterIsGone(() => process.kill(process.pid, "SIGTERM"));
