import path from "node:path";
import { z } from "zod";

const port = z.coerce
  .number("must be a number")
  .int("must be a whole number")
  .min(0)
  .max(65_535, "must be at most 65535");
const positive = (fallback: number) =>
  z.coerce.number("must be a number").int("must be a whole number").min(0).default(fallback);

const envSchema = z.object({
  /** Where the web server listens. */
  PORT: port.default(3_000),
  /** Only this machine, unless told otherwise. */
  HOST: z.string().min(1).default("127.0.0.1"),
  /** The address people use, when a proxy stands in front. */
  MILLRACE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
  /** Another PostgreSQL than the built-in one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// URL" }).optional(),
  MILLRACE_DATA_DIR: z.string().min(1).default("data"),
  /** Whether strangers may make accounts of their own. */
  MILLRACE_SIGN_UP: z.enum(["open", "closed"], "must be open or closed").default("closed"),
  /** Runs step code without walls. For development on a kernel without namespaces only. */
  MILLRACE_UNSAFE_NO_ISOLATION: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  /** Instances that wait, started ahead, for a workflow to need one. */
  MILLRACE_BLANK_INSTANCES: positive(1),
  /** How long an instance without work stays. */
  MILLRACE_INSTANCE_IDLE_MS: positive(60_000),
  MILLRACE_MAX_INSTANCES: z.coerce.number("must be a number").int("must be a whole number").min(1).optional(),
  MILLRACE_MAX_BODY_BYTES: positive(1_048_576),
  MILLRACE_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("warn"),
  NODE_ENV: z.string().default("production"),
});

/** What whoever operates the installation may set, checked and with its defaults. */
export type Env = {
  readonly port: number;
  readonly host: string;
  /** Without a slash at its end. Null for `http://localhost:<port>`. */
  readonly publicUrl: string | null;
  /** Null for the built-in PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly signUp: "open" | "closed";
  readonly allowsNoIsolation: boolean;
  readonly blankInstances: number;
  readonly instanceIdleMs: number;
  /** Null for what fits the machine's memory. */
  readonly maxInstances: number | null;
  readonly maxBodyBytes: number;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly isDevelopment: boolean;
};

/**
 * Reads and checks the environment, once, at boot. An empty variable counts as not set.
 *
 * @throws Error that names every bad variable and what it must be, never its value
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = envSchema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The environment is not right: ${problems.join("; ")}.`);
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.MILLRACE_PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    databaseUrl: data.DATABASE_URL ?? null,
    dataDir: path.resolve(data.MILLRACE_DATA_DIR),
    signUp: data.MILLRACE_SIGN_UP,
    allowsNoIsolation: data.MILLRACE_UNSAFE_NO_ISOLATION === "1",
    blankInstances: data.MILLRACE_BLANK_INSTANCES,
    instanceIdleMs: data.MILLRACE_INSTANCE_IDLE_MS,
    maxInstances: data.MILLRACE_MAX_INSTANCES ?? null,
    maxBodyBytes: data.MILLRACE_MAX_BODY_BYTES,
    logLevel: data.MILLRACE_LOG_LEVEL,
    isDevelopment: data.NODE_ENV === "development",
  };
}
