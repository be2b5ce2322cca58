import { parseArgs } from "node:util";
import { parseEnv } from "@/server/env";
import { createLog, type Log } from "@/server/log";
import { type Platform, startPlatform } from "@/server/start-platform";

/** A stop that takes longer is cut off; what it leaves is picked up at the next start. */
const STOPPED_WITHIN_MS = 9_500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

await main().catch((error: unknown) => {
  process.stderr.write(`\nMillrace did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { "sign-in-link": { type: "boolean", default: false } } });
  const env = parseEnv(process.env);
  const log = createLog(env.logLevel);

  // A signal that comes while we start is heard, and obeyed once there is something to stop.
  const asked = Promise.withResolvers<number>();
  for (const signal of SIGNALS) process.on(signal, () => asked.resolve(0));
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "a defect that nothing caught; stopping");
    asked.resolve(1);
  });

  const platform = await startPlatform({ env, log, wantsSignInLink: values["sign-in-link"] });
  process.stdout.write(`${platform.banner}ready ${platform.url}\n`);
  process.exitCode = await asked.promise;
  await stop(platform, log);
  process.exit();
}

async function stop(platform: Platform, log: Log): Promise<void> {
  setTimeout(() => {
    log.error("the stop took too long and was cut off");
    process.exit(1);
  }, STOPPED_WITHIN_MS).unref();
  try {
    await platform.stop();
  } catch (error) {
    log.error({ err: error }, "the stop was not clean");
    process.exitCode = 1;
  }
}
