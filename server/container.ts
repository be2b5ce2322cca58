import { API_PREFIX, createApiHandler } from "@/server/api/create-api-handler";
import { AUTH_PREFIX, createAuthHandler } from "@/server/api/create-auth-handler";
import type { Database } from "@/server/db";
import { createWorkflowCompiler } from "@/server/deployments/compile-workflow";
import { createDeployer } from "@/server/deployments/deploy-workflow";
import { createTriggerStore } from "@/server/deployments/trigger-store";
import { createVersionStore } from "@/server/deployments/version-store";
import { createEmbeddedEngine } from "@/server/engine/embedded/create-embedded-engine";
import type { Env } from "@/server/env";
import { createRunStore } from "@/server/history/run-store";
import { createIdentity } from "@/server/identity/create-identity";
import { ownOrigins } from "@/server/identity/own-origins";
import { seedInstallation } from "@/server/identity/seed-installation";
import { createEventAcceptor } from "@/server/ingress/accept-event";
import { createHookHandler } from "@/server/ingress/http/create-hook-handler";
import { createAnswerReader } from "@/server/ingress/http/read-answer";
import { createRunAnswers } from "@/server/ingress/http/run-answers";
import type { Log } from "@/server/log";
import { createRunChanges } from "@/server/run-changes";
import { createFunctionRuntime } from "@/server/runtime/create-function-runtime";
import { refuseFunctions } from "@/server/runtime/refuse-functions";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import type { Secrets } from "@/server/secrets";
import type { RequestRoute } from "@/server/web/create-web-server";
import { createSampleInstaller } from "@/server/workflows/sample-workflow";
import { createWorkflowStore } from "@/server/workflows/workflow-store";
import type { BundleSource, FunctionRuntime } from "@/workflows/ports";
import type { Result } from "@/workflows/result";

const HOOK_PREFIX = "/hooks/";
/** Attempts under way may go on for as long as the whole stop stays within 10 s. */
const ENGINE_STOP_GRACE_MS = 5_000;

export type ContainerOptions = {
  readonly env: Env;
  readonly secrets: Secrets;
  readonly database: Database;
  /** How instances are walled in, or what the operator must do first. */
  readonly isolation: Result<IsolationMode, string>;
  /** Where people reach the installation, without a slash at its end. */
  readonly publicUrl: string;
  readonly port: number;
  readonly log: Log;
};

export type Container = {
  /** What the web server answers itself. */
  readonly routes: readonly RequestRoute[];
  /** Makes what a fresh installation has, and starts to carry runs. `sampleUrl` is null once the sample was deleted. */
  start(): Promise<{ readonly sampleUrl: string | null }>;
  /** Carries no more runs; those under way are left to whoever starts next. */
  stop(): Promise<void>;
  /** Null when the owner signs in with a password, unless a link is wanted in any case. */
  createSignInLink(isWanted: boolean): Promise<string | null>;
};

/** The one place where ports meet adapters. */
export async function createContainer(options: ContainerOptions): Promise<Container> {
  const { env, secrets, database, isolation, publicUrl, port, log } = options;
  const origins = ownOrigins(publicUrl, port);
  const execution = await createExecution(options);
  const { triggers, changes, engine, handleHook } = execution;

  const compiler = createWorkflowCompiler();
  const deployer = createDeployer({ database, compiler, onSwitched: () => triggers.forgetTriggers() });
  const workflows = createWorkflowStore({ database, onSwitched: () => triggers.forgetTriggers() });
  const sample = createSampleInstaller({ workflows, deployer });
  const identity = createIdentity({
    ...{ database, log, publicUrl, origins },
    secret: secrets.authSecret,
    signUp: env.signUp,
  });
  const handleApi = createApiHandler({
    ...{ origins, log },
    members: identity,
    services: {
      ...{ workflows, deployer, changes },
      accounts: identity.accounts,
      checker: compiler,
      runs: createRunStore(database),
      settings: {
        ...{ publicUrl, signUp: env.signUp },
        isolation: { ok: isolation.ok, message: isolation.ok ? null : isolation.error },
      },
    },
  });

  return {
    routes: [
      { prefix: HOOK_PREFIX, handle: handleHook },
      { prefix: API_PREFIX, handle: handleApi },
      { prefix: AUTH_PREFIX, handle: createAuthHandler({ identity, publicUrl, origins, log }) },
    ],
    start: async () => {
      await Promise.all([changes.start(), engine.start()]);
      const path = await sample.findSamplePath(await seedInstallation({ database, sample }));
      return { sampleUrl: path === null ? null : `${publicUrl}/hooks/main/${path}` };
    },
    stop: async () => {
      compiler.stop();
      await execution.stop();
    },
    createSignInLink: async (isWanted) =>
      isWanted || !(await identity.ownerHasPassword()) ? identity.createOwnerSignInLink() : null,
  };
}

/** All that lies between a delivery and its answer. */
async function createExecution(options: ContainerOptions) {
  const { env, database, log } = options;
  const report = (error: Error, about: object) => log.error({ err: error, ...about }, "something went wrong");
  const reportUnknown = (error: unknown) => log.warn({ err: error }, "something went wrong");

  const versions = createVersionStore(database);
  const triggers = createTriggerStore(database);
  const changes = createRunChanges(database, reportUnknown);
  const answers = createRunAnswers({
    changes,
    readAnswer: createAnswerReader(database.pool, versions),
    onError: reportUnknown,
  });
  const runtime = await createRuntime(options, versions);
  const engine = createEmbeddedEngine({
    ...{ database, runtime, versions, changes, report },
    clock: { nowMs: Date.now },
    observer: answers,
    settings: { stopGraceMs: ENGINE_STOP_GRACE_MS },
  });
  const handleHook = createHookHandler({
    ...{ answers, report },
    acceptor: createEventAcceptor({ database, versions, changes, admission: engine.admission }),
    maxBodyBytes: env.maxBodyBytes,
    findTrigger: async (workspaceSlug, address) => {
      const trigger = await triggers.findTriggerByAddress(workspaceSlug, "http-trigger", address);
      return trigger === null ? null : { triggerId: trigger.triggerId, config: trigger.config };
    },
  });

  /** In order, and whatever becomes of the part before: an engine that does not stop leaves no instance behind. */
  async function stop(): Promise<void> {
    const parts = new AsyncDisposableStack();
    for (const part of [changes, runtime, engine]) parts.defer(() => part.stop());
    await parts.disposeAsync();
  }
  return { triggers, changes, engine, handleHook, stop };
}

type StoppableRuntime = FunctionRuntime & { stop(): Promise<void> };

async function createRuntime(options: ContainerOptions, bundles: BundleSource): Promise<StoppableRuntime> {
  const { env, isolation, log } = options;
  if (!isolation.ok) return { ...refuseFunctions(isolation.error), stop: async () => {} };
  return createFunctionRuntime({
    bundles,
    isolation: isolation.value,
    settings: {
      blankPoolSize: env.blankInstances,
      idleMs: env.instanceIdleMs,
      ...(env.maxInstances === null ? {} : { maxInstances: env.maxInstances }),
    },
    onDiagnostic: (message, error) => log.warn({ err: error }, message),
  });
}
