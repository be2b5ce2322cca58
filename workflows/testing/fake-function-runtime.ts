import type { JsonValue } from "@/workflows/json";
import type { FunctionRuntime, Invocation, InvocationHooks } from "@/workflows/ports";
import type { StepFailure, StepOutcome } from "@/workflows/run/step-outcome";
import { someUsage } from "@/workflows/testing/builders";

/** What a node's code does, in plain JavaScript. Throw a `FakeFailure` for a failure of a given kind. */
export type FakeProgram = (input: JsonValue, invocation: Invocation, hooks: InvocationHooks) => unknown;

export class FakeFailure extends Error {
  readonly failure: StepFailure;

  constructor(overrides: Partial<StepFailure> = {}) {
    super("a step failed");
    this.failure = { code: "threw", message: "boom", retryable: true, ...overrides };
  }
}

export type FakeFunctionRuntime = FunctionRuntime & {
  /** Every invocation, in the order in which they came. */
  readonly invocations: readonly Invocation[];
  /** How often a node was invoked. */
  count(nodeId: string): number;
};

/** Runs programs in this process. A node without a program hands its input on; an abort kills at once. */
export function createFakeFunctionRuntime(programs: Readonly<Record<string, FakeProgram>> = {}): FakeFunctionRuntime {
  const invocations: Invocation[] = [];
  return {
    invocations,
    count: (nodeId) => invocations.filter(({ context }) => context.nodeId === nodeId).length,
    invoke: async (invocation, hooks) => {
      invocations.push(invocation);
      const program = programs[invocation.context.nodeId] ?? ((input: JsonValue) => input);
      const killed = new Promise<StepOutcome>((resolve) => {
        const kill = () => resolve(toFailed({ code: "cancelled", message: "It was cancelled.", retryable: false }));
        hooks.signal.addEventListener("abort", kill, { once: true });
      });
      return Promise.race([run(program, invocation, hooks), killed]);
    },
  };
}

async function run(program: FakeProgram, invocation: Invocation, hooks: InvocationHooks): Promise<StepOutcome> {
  try {
    const returned = await program(invocation.input, invocation, hooks);
    // safety: JSON.parse gives JSON, as what crosses a process does.
    const output = JSON.parse(JSON.stringify(returned ?? null)) as JsonValue;
    return { ok: true, output, usage: someUsage };
  } catch (error) {
    if (error instanceof FakeFailure) return toFailed(error.failure);
    throw error;
  }
}

function toFailed(failure: StepFailure): StepOutcome {
  return { ok: false, failure, usage: someUsage };
}
