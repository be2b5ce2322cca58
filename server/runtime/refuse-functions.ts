import type { FunctionRuntime } from "@/workflows/ports";

/** Runs nothing: every step fails with the mend, once. For a machine that cannot wall functions in. */
export function refuseFunctions(mend: string): FunctionRuntime {
  const message = `Functions do not run on this machine. ${mend}`;
  return {
    invoke: async () => ({
      ok: false,
      failure: { code: "load-failed", message, retryable: false },
      usage: { wallMs: 0, cpuMs: 0, peakMemoryBytes: 0, startKind: "cold", startMs: 0 },
    }),
  };
}
