import { collectPairs, type Pairs } from "@/server/ingress/http/collect-pairs";

export type HookUrl = {
  readonly workspaceSlug: string;
  /** What the hook is found by: the decoded path behind the workspace. */
  readonly address: string;
  readonly query: Pairs;
};

const PREFIX = "/hooks/";
export const MAX_URL_BYTES = 8 * 1_024;

/**
 * Reads `/hooks/<workspace>/<path>`. Null for everything that cannot name a hook: empty or dot
 * segments, escapes that are broken or that hide a slash, a NUL or a backslash. Nothing is tidied up.
 */
export function parseHookUrl(url: string): HookUrl | null {
  if (url.length > MAX_URL_BYTES || !url.startsWith(PREFIX)) return null;
  const queryAt = url.indexOf("?");
  const path = queryAt === -1 ? url.slice(PREFIX.length) : url.slice(PREFIX.length, queryAt);
  const segments: string[] = [];
  for (const raw of path.split("/")) {
    const segment = decodeSegment(raw);
    if (segment === null) return null;
    segments.push(segment);
  }
  const [workspaceSlug, ...rest] = segments;
  if (workspaceSlug === undefined || rest.length === 0) return null;
  const query = queryAt === -1 ? {} : collectPairs(new URLSearchParams(url.slice(queryAt + 1)));
  return { workspaceSlug, address: rest.join("/"), query };
}

function decodeSegment(raw: string): string | null {
  if (raw === "") return null;
  const segment = raw.includes("%") ? decodeOrNull(raw) : raw;
  if (segment === null || segment === "." || segment === "..") return null;
  return /[/\\\0]/.test(segment) ? null : segment;
}

function decodeOrNull(raw: string): string | null {
  try {
    return decodeURIComponent(raw);
  } catch {
    // The only thing that decodeURIComponent throws is that the escapes are broken.
    return null;
  }
}
