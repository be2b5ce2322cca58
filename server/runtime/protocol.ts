/**
 * What the platform and an instance say to each other over one socket: frames of a 32-bit length and
 * as many bytes of JSON. The instance runs untrusted code, so what it says is a claim to be checked.
 */
export type HostFrame =
  | { readonly type: "load"; readonly code: string }
  | {
      readonly type: "invoke";
      /** Every answer must carry it, so that an earlier invocation cannot answer for a later one. */
      readonly nonce: string;
      readonly nodeId: string;
      readonly timeoutMs: number;
      readonly context: Readonly<Record<string, string | number>>;
      readonly input: unknown;
    };

export type LogLevel = "debug" | "info" | "warn" | "error";

/** A thrown value, described inside the instance so that the platform never touches the value itself. */
export type ThrownError = {
  readonly name: string | null;
  readonly message: string;
  readonly stack: string;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | null;
};

export type GuestFrame =
  | { readonly type: "ready" }
  | { readonly type: "load-failed"; readonly nonce: string; readonly error: ThrownError }
  | { readonly type: "log"; readonly nonce: string; readonly level: LogLevel; readonly message: string }
  | { readonly type: "log-flood"; readonly nonce: string }
  | { readonly type: "returned"; readonly nonce: string; readonly isDirty: boolean; readonly output: unknown }
  | { readonly type: "threw"; readonly nonce: string; readonly isDirty: boolean; readonly error: ThrownError }
  | { readonly type: "not-serialisable"; readonly nonce: string; readonly isDirty: boolean; readonly message: string }
  | {
      readonly type: "output-too-large";
      readonly nonce: string;
      readonly isDirty: boolean;
      readonly sizeBytes: number;
    };

/** The inherited descriptor of the instance's end of the socket. */
export const CHANNEL_FD = 3;

/** The name that the loaded bundle has in stack traces. */
export const BUNDLE_URL = "millrace:steps";

/** Of the value itself; a frame around it may be a little longer. */
export const OUTPUT_LIMIT_BYTES = 4 * 1_024 * 1_024;
export const FRAME_LIMIT_BYTES = OUTPUT_LIMIT_BYTES + 64 * 1_024;
/** Deeper values would overflow the stack of whoever reads them next. */
export const OUTPUT_DEPTH_LIMIT = 1_000;

export const LOG_LINE_LIMIT = 1_000;
export const LOG_LIMIT_BYTES = 256 * 1_024;
/** A single message is cut here. */
export const LOG_MESSAGE_LIMIT_CHARS = 16 * 1_024;
/** More than this is no log any more: the instance is killed. */
export const LOG_FLOOD_BYTES = 64 * 1_024 * 1_024;

export const MESSAGE_LIMIT_CHARS = 8 * 1_024;
export const STACK_LIMIT_CHARS = 16 * 1_024;
