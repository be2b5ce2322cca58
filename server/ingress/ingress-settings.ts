/** What an operator may set of the ways in. */
export type IngressSettings = {
  /** How long a repeated key gives the first run's id. */
  readonly dedupeWindowMs: number;
  /** Events that may wait for their commit; one more is refused. */
  readonly maxWaitingEvents: number;
  readonly maxWaitingBytes: number;
  /** An event that is not committed by then is answered as unavailable. */
  readonly commitTimeoutMs: number;
  readonly maxBodyBytes: number;
};

export const defaultIngressSettings: IngressSettings = {
  dedupeWindowMs: 24 * 3_600_000,
  maxWaitingEvents: 2_000,
  maxWaitingBytes: 64 * 1_024 * 1_024,
  commitTimeoutMs: 8_000,
  maxBodyBytes: 1_024 * 1_024,
};
