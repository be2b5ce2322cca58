import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";

/** Every way a caller can be told "no", and how each protocol says it. The only such table. */
const errorCodes = {
  "not-found": { http: 404, trpc: "NOT_FOUND" },
  "signed-out": { http: 401, trpc: "UNAUTHORIZED" },
  "not-allowed": { http: 403, trpc: "FORBIDDEN" },
  "invalid-input": { http: 400, trpc: "BAD_REQUEST" },
  "method-not-allowed": { http: 405, trpc: "METHOD_NOT_SUPPORTED" },
  "payload-too-large": { http: 413, trpc: "PAYLOAD_TOO_LARGE" },
  conflict: { http: 409, trpc: "CONFLICT" },
  "rate-limited": { http: 429, trpc: "TOO_MANY_REQUESTS" },
  unavailable: { http: 503, trpc: "SERVICE_UNAVAILABLE" },
} as const satisfies Record<string, { http: number; trpc: TRPC_ERROR_CODE_KEY }>;

export type UserErrorCode = keyof typeof errorCodes;

/**
 * The caller did something they can put right. The message is shown to them, so it says what
 * happened and what to do. Anything else that is thrown is our bug or an outage: it is reported,
 * and the caller sees only a reference.
 *
 * @example
 * throw new UserError("not-found", "There is no such workflow. It may have been deleted.");
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: UserErrorCode;

  constructor(code: UserErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get httpStatus(): number {
    return errorCodes[this.code].http;
  }

  get trpcCode(): TRPC_ERROR_CODE_KEY {
    return errorCodes[this.code].trpc;
  }
}
