import type { ServerResponse } from "node:http";

/** What every answer of ours says, whoever wrote it. */
export function setSecurityHeaders(response: ServerResponse, isHttps: boolean): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (isHttps) response.setHeader("strict-transport-security", "max-age=31536000");
}

/**
 * The policy of a page: scripts are our own files or carry the nonce, nothing may frame it.
 *
 * Styles may be inline because the code editor and the canvas set them on elements; workers may be
 * blobs because the bundler starts them so. In development React needs `eval` for its stack traces.
 */
export function pageSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}
