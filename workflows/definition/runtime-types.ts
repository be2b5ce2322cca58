import { stepModules } from "@/workflows/definition/step-modules";
import { webTypes } from "@/workflows/definition/web-types";

/** What a step is given, and what JSON makes of what it returns. */
const stepTypes = `
/** The request that started the run. */
type HttpRequest = {
  method: string;
  /** The hook's path, such as /orders. */
  path: string;
  /** The path and the query, as they were called. */
  url: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** A list where a name was given more than once. */
  query: Record<string, string | string[]>;
  /** JSON as its value, a form as its fields, text as a string, anything else as { base64 }; null for none. */
  body: any;
};

/** The answer to the caller of the hook. */
type HttpAnswer = { status: number; headers: Record<string, string>; body: any };

/** What a step may know about where it runs, and what it can do there. */
type Context = {
  readonly runId: string;
  readonly workflowId: string;
  readonly versionNumber: number;
  readonly nodeId: string;
  readonly stepName: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** The same for every attempt at this step of this run: give it to services that must act only once. */
  readonly idempotencyKey: string;
  /** Aborted when the attempt is cancelled or its time is up. */
  readonly signal: AbortSignal;
  readonly log: {
    debug(...values: unknown[]): void;
    info(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
  };
  /** Throw one to fail the step without another attempt. */
  readonly NonRetriableError: new (message?: string, options?: ErrorOptions) => Error & { readonly nonRetriable: true };
  /** Throw one to be tried again after this many milliseconds, or at this time. */
  readonly RetryAfterError: new (message: string, retryAfterMs: number | Date, options?: ErrorOptions) => Error & { readonly retryAfterMs: number };
};

type JsonLike = string | number | boolean | null | readonly JsonLike[] | { readonly [key: string]: JsonLike | undefined };

/** What is left of a value after it was written as JSON and read again, as every value between two steps is. */
type Jsonified<T> = 0 extends 1 & T
  ? T
  : unknown extends T
    ? unknown
    : T extends JsonLike
      ? T
      : T extends { toJSON(...args: any[]): infer R }
        ? Jsonified<R>
        : T extends undefined | void | symbol | ((...args: any[]) => unknown)
          ? null
          : T extends bigint
            ? never
            : T extends readonly unknown[]
              ? { -readonly [K in keyof T]: Jsonified<T[K]> }
              : T extends Map<any, any> | Set<any> | WeakMap<any, any> | WeakSet<any> | Promise<any> | RegExp | Error
                ? {}
                : T extends object
                  ? JsonifiedObject<T>
                  : T;
type JsonifiedObject<T extends object> = {
  [K in keyof T as K extends symbol ? never : IsKept<T[K]> extends true ? (undefined extends T[K] ? never : K) : never]: Jsonified<T[K]>;
} & {
  [K in keyof T as K extends symbol ? never : IsKept<T[K]> extends true ? (undefined extends T[K] ? K : never) : never]?: Jsonified<Exclude<T[K], undefined>>;
};
/** JSON leaves a member out when there is nothing of it to write. */
type IsKept<T> = 0 extends 1 & T ? true : [Exclude<T, undefined>] extends [symbol | ((...args: any[]) => unknown)] ? false : true;
`;

const moduleTypes = stepModules
  .flatMap((name) => [name, name.replace("node:", "")])
  .map((name) => `declare module "${name}";`)
  .join("\n");

/**
 * The ambient declarations of everything a step can use without importing it. One text for the editor
 * and for the check at deploy, so that what the editor accepts the deploy accepts.
 */
export const runtimeTypes = `${stepTypes.trim()}\n${webTypes}${moduleTypes}\n`;

/** The compiler options that belong with `runtimeTypes`, as tsconfig.json spells them. */
export const stepCompilerOptions = {
  target: "es2024",
  lib: ["es2024"],
  types: [],
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  strict: true,
  // A parameter without a type is the author's choice, as in the plain `(input, ctx) => …`.
  noImplicitAny: false,
  isolatedModules: true,
  noEmit: true,
  skipLibCheck: true,
} as const;
