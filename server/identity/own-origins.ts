/**
 * The origins that pages of this installation have: the public one, and this machine's own names for the
 * port it listens on. A request from any other page is not ours.
 */
export function ownOrigins(publicUrl: string, port: number): readonly string[] {
  const local = ["localhost", "127.0.0.1", "[::1]"].map((host) => `http://${host}:${port}`);
  // Through URL, so that a default port is left out as browsers leave it out.
  return [...new Set([publicUrl, ...local].map((url) => new URL(url).origin))];
}
