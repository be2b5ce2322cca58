import path from "node:path";
import next from "next";
import { phase } from "@/scripts/phase.mjs";
import { renderBanner } from "@/server/banner";
import { createContainer } from "@/server/container";
import { claimDataFolder } from "@/server/data-folder";
import { applyMigrations } from "@/server/database/apply-migrations";
import { startEmbeddedPostgres } from "@/server/database/embedded-postgres";
import { reachDatabase } from "@/server/database/reach-database";
import { openDatabase } from "@/server/db";
import type { Env } from "@/server/env";
import type { Log } from "@/server/log";
import { probeIsolation } from "@/server/runtime/probe-isolation";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import { loadSecrets } from "@/server/secrets";
import { createWebServer } from "@/server/web/create-web-server";
import { drain, listen, reservePort } from "@/server/web/listen";
import { trackOpenAnswers } from "@/server/web/open-answers";
import { ok, type Result } from "@/workflows/result";

const root = path.resolve(import.meta.dirname, "..");

export type Platform = {
  readonly url: string;
  readonly banner: string;
  /** Lets what is under way end for a while, and leaves no process. */
  stop(): Promise<void>;
};

export type StartOptions = {
  readonly env: Env;
  readonly log: Log;
  /** Makes a sign-in link although the owner has a password. */
  readonly wantsSignInLink: boolean;
};

/**
 * Brings up web, engine and runtime. When a part fails to start, those before it are stopped again.
 *
 * @throws Error whose message is one line that says the mend
 */
export async function startPlatform(options: StartOptions): Promise<Platform> {
  const started = new AsyncDisposableStack();
  try {
    const { url, banner } = await bringUp(options, started);
    return { url, banner, stop: () => started.disposeAsync() };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

type Announcement = Pick<Platform, "url" | "banner">;

async function bringUp(
  { env, log, wantsSignInLink }: StartOptions,
  started: AsyncDisposableStack,
): Promise<Announcement> {
  const port = await reservePort(env.port, env.host);
  const publicUrl = env.publicUrl ?? `http://localhost:${port}`;
  const folder = await claimDataFolder(env.dataDir);
  started.defer(() => folder.release());

  const [secrets, isolation, databaseUrl] = await Promise.all([
    loadSecrets(env.dataDir),
    findIsolation(env),
    phase("Starting the database", () => findDatabase(env, log, started)),
  ]);
  await phase("Bringing the database up to date", () =>
    applyMigrations(databaseUrl, path.join(root, "prisma/migrations")),
  );
  const database = openDatabase(databaseUrl);
  started.defer(() => database.close());

  const container = await createContainer({ env, secrets, database, isolation, publicUrl, port, log });
  const pages = next({ dev: env.isDevelopment, dir: root, quiet: true });
  const [{ sampleUrl }] = await phase("Starting the server", () => Promise.all([container.start(), pages.prepare()]));
  const server = createWebServer({
    routes: container.routes,
    pages: pages.getRequestHandler(),
    isReady: async () => (await database.pool.query("SELECT 1")).rowCount === 1,
    isHttps: publicUrl.startsWith("https:"),
    isDevelopment: env.isDevelopment,
    log,
  });
  const answers = trackOpenAnswers(server);
  started.defer(async () => {
    // At the same time: answers that are under way need the engine to end.
    await Promise.all([drain(server, answers), container.stop()]);
    await pages.close();
  });
  await listen(server, port, env.host);

  const banner = renderBanner({
    url: publicUrl,
    signInLink: await container.createSignInLink(wantsSignInLink),
    sampleUrl,
    isolationMend: isolation.ok ? null : isolation.error,
    isUnsafe: isolation.ok && isolation.value.kind === "none",
  });
  return { url: publicUrl, banner };
}

async function findDatabase(env: Env, log: Log, started: AsyncDisposableStack): Promise<string> {
  if (env.databaseUrl !== null) {
    await reachDatabase(env.databaseUrl);
    return env.databaseUrl;
  }
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(env.dataDir, "postgres"),
    onLine: (line) => log.debug({ line }, "postgres"),
  });
  started.defer(() => postgres.stop());
  return postgres.url;
}

async function findIsolation(env: Env): Promise<Result<IsolationMode, string>> {
  return env.allowsNoIsolation ? ok({ kind: "none" }) : probeIsolation();
}
