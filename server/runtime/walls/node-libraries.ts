import { execFileSync } from "node:child_process";
import { noEnvironment } from "@/server/runtime/walls/no-environment";

/** The shared libraries and the loader that this very Node needs, as absolute paths. Empty for a static build. */
export function findNodeLibraries(): readonly string[] {
  // Asked of the dynamic loader itself, so that no tool such as ldd has to be there.
  const env = { ...noEnvironment, LD_TRACE_LOADED_OBJECTS: "1" };
  const listing = execFileSync(process.execPath, [], { env, encoding: "utf8" });
  return parseLoaderListing(listing);
}

/** Reads lines such as `libc.so.6 => /lib/libc.so.6 (0x7f)` and `/lib64/ld.so (0x7f)`. */
export function parseLoaderListing(listing: string): readonly string[] {
  const paths = listing.split("\n").flatMap((line) => /(?:^|=>)\s*(\/\S+)\s+\(0x[0-9a-f]+\)$/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}
