const HOME = "/workflows";

/** Where to go after signing in: a path of this site, never another site's address. */
export function readNextPath(next: string | null): string {
  if (next === null || !next.startsWith("/")) return HOME;
  // `//host` and `/\host` are addresses of other sites.
  const origin = "http://same.invalid";
  const url = URL.parse(next, origin);
  return url === null || url.origin !== origin ? HOME : `${url.pathname}${url.search}${url.hash}`;
}
