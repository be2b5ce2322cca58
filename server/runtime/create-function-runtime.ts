import { buildGuestProgram } from "@/server/runtime/guest-program";
import type { InstanceAnswer } from "@/server/runtime/instance";
import type { Lease } from "@/server/runtime/instance-lane";
import { InstancePool, type PoolStats } from "@/server/runtime/instance-pool";
import { createInstanceStarter } from "@/server/runtime/instance-starter";
import { createLocator, type Locator } from "@/server/runtime/locate-in-sources";
import { findControlGroups } from "@/server/runtime/meter/control-groups";
import { defaultRuntimeSettings, type RuntimeSettings } from "@/server/runtime/runtime-settings";
import { createStepLogCollector } from "@/server/runtime/step-log-collector";
import { toStepFailure } from "@/server/runtime/to-step-failure";
import { createWalls } from "@/server/runtime/walls/create-walls";
import type { IsolationMode } from "@/server/runtime/walls/isolation-mode";
import type { JsonValue } from "@/workflows/json";
import type { BundleSource, FunctionRuntime, Invocation, InvocationHooks } from "@/workflows/ports";
import type { StepOutcome } from "@/workflows/run/step-outcome";
import type { StepUsage } from "@/workflows/run/step-usage";

export type FunctionRuntimeOptions = {
  readonly bundles: BundleSource;
  /** What `probeIsolation` found. */
  readonly isolation: IsolationMode;
  /** What is not set has a default that fits the machine. */
  readonly settings?: Partial<RuntimeSettings>;
  readonly onDiagnostic: (message: string, error: unknown) => void;
};

export type StoppableFunctionRuntime = FunctionRuntime & {
  /** Ends every instance. Calls under way reject: their steps did not fail, the platform left. */
  stop(): Promise<void>;
  stats(): PoolStats;
};

const LOCATOR_LIMIT = 32;

/** Runs steps in walled processes of their own, kept warm per bundle. */
export async function createFunctionRuntime(options: FunctionRuntimeOptions): Promise<StoppableFunctionRuntime> {
  const { isolation, bundles, onDiagnostic } = options;
  const settings = { ...defaultRuntimeSettings(), ...options.settings };
  const walls = createWalls(isolation, await buildGuestProgram());
  const start = createInstanceStarter(walls, findControlGroups());
  const pool = new InstancePool({ start, settings, onDiagnostic });
  const locators = createLocatorCache(bundles);

  return {
    invoke: (invocation, hooks) => invoke({ pool, locators, bundles, onDiagnostic }, invocation, hooks),
    stop: async () => {
      await pool.stop();
      walls.close();
    },
    stats: () => pool.stats,
  };
}

type InvokeDeps = {
  readonly pool: InstancePool;
  readonly locators: LocatorCache;
  readonly bundles: BundleSource;
  readonly onDiagnostic: FunctionRuntimeOptions["onDiagnostic"];
};

async function invoke(deps: InvokeDeps, invocation: Invocation, hooks: InvocationHooks): Promise<StepOutcome> {
  const { workspaceId, bundleHash, limits } = invocation;
  const lease = await acquire(deps.pool, { workspaceId, bundleHash, memoryBytes: limits.memoryBytes }, hooks.signal);
  if (lease === null) return cancelledBeforeStart;

  let ended = { isReusable: false, wallMs: 0 };
  try {
    const answer = await call(deps, lease, { invocation, hooks });
    ended = answer;
    return await toOutcome(deps, lease, { invocation, answer });
  } finally {
    deps.pool.release(lease, ended);
  }
}

const cancelledBeforeStart: StepOutcome = {
  ok: false,
  failure: { code: "cancelled", message: "The step was cancelled before it began.", retryable: false },
  usage: { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0, startKind: "warm", startMs: 0 },
};

async function acquire(pool: InstancePool, key: Lease["lane"]["key"], signal: AbortSignal): Promise<Lease | null> {
  if (signal.aborted) return null;
  try {
    return await pool.acquire(key, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

type Call = { readonly invocation: Invocation; readonly hooks: InvocationHooks };

async function call({ bundles }: InvokeDeps, lease: Lease, { invocation, hooks }: Call): Promise<InstanceAnswer> {
  const { instance } = lease;
  const isFirst = instance.invocations === 0;
  const bundle = isFirst ? await bundles.getBundle(invocation.workspaceId, invocation.bundleHash) : null;
  const log = createStepLogCollector(hooks.onLog, Date.now);
  return instance.invoke({ invocation, code: bundle?.code ?? null, onLog: log.add, signal: hooks.signal });
}

type Answered = { readonly invocation: Invocation; readonly answer: InstanceAnswer };

async function toOutcome(deps: InvokeDeps, lease: Lease, { invocation, answer }: Answered): Promise<StepOutcome> {
  const { end, wallMs, cpuMs, peakMemoryBytes } = answer;
  const { startKind, startMs } = lease;
  const usage: StepUsage = { wallMs, cpuMs, peakMemoryBytes, startKind, startMs };
  if (end.kind === "answered" && end.answer.type === "returned") {
    // safety: it was read by JSON.parse, which gives nothing else.
    return { ok: true, output: end.answer.output as JsonValue, usage };
  }
  if (end.kind !== "answered" && deps.pool.isStopping) throw new Error("The function runtime stopped during a call.");
  const locate = end.kind === "answered" ? await findLocator(deps, invocation) : () => [];
  return { ok: false, failure: toStepFailure(end, { limits: invocation.limits, peakMemoryBytes, locate }), usage };
}

/** The step has failed, whether or not its places can be found: an outage here must not run it again. */
async function findLocator({ locators, onDiagnostic }: InvokeDeps, invocation: Invocation): Promise<Locator> {
  try {
    return await locators.find(invocation);
  } catch (error) {
    onDiagnostic("The source map of a bundle could not be read.", error);
    return () => [];
  }
}

type LocatorCache = { find(invocation: Invocation): Promise<Locator> };

/** Source maps are parsed when a step fails, and kept for the next failure. */
function createLocatorCache(bundles: BundleSource): LocatorCache {
  const locators = new Map<string, Locator>();
  return {
    find: async ({ workspaceId, bundleHash }) => {
      const key = `${workspaceId}\n${bundleHash}`;
      const known = locators.get(key);
      if (known !== undefined) return known;
      const { sourceMap } = await bundles.getBundle(workspaceId, bundleHash);
      const [oldest] = locators.keys();
      if (locators.size >= LOCATOR_LIMIT && oldest !== undefined) locators.delete(oldest);
      const locator = createLocator(sourceMap);
      locators.set(key, locator);
      return locator;
    },
  };
}
