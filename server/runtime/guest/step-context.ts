import { inspect } from "node:util";

/** Thrown by a step that knows that trying again cannot help. */
export class NonRetriableError extends Error {
  override readonly name = "NonRetriableError";
  readonly nonRetriable = true;
}

/** Thrown by a step that knows when trying again may help. */
export class RetryAfterError extends Error {
  override readonly name = "RetryAfterError";
  readonly retryAfterMs: number;

  constructor(message: string, retryAfter: number | Date, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = retryAfter instanceof Date ? Math.max(0, retryAfter.getTime() - Date.now()) : retryAfter;
  }
}

const log = Object.freeze({
  debug: (...args: unknown[]) => console.debug(...args),
  info: (...args: unknown[]) => console.info(...args),
  warn: (...args: unknown[]) => console.warn(...args),
  error: (...args: unknown[]) => console.error(...args),
});

/** What a step gets as `ctx`. The signal is made only for steps that ask for it. */
export function createStepContext(fields: Readonly<Record<string, string | number>>, findSignal: () => AbortSignal) {
  return Object.freeze(
    Object.create(Object.prototype, {
      ...Object.getOwnPropertyDescriptors(fields),
      log: { value: log, enumerable: true },
      signal: { get: findSignal, enumerable: true },
      NonRetriableError: { value: NonRetriableError },
      RetryAfterError: { value: RetryAfterError },
      [inspect.custom]: { value: () => fields },
    }),
  );
}
