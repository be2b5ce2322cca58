/** What a query or a form says: a name that comes more than once keeps all its values, in order. */
export type Pairs = Readonly<Record<string, string | readonly string[]>>;

/** Gathers pairs by name. Names are data: `__proto__` is a name like any other. */
export function collectPairs(pairs: Iterable<readonly [string, string]>): Pairs {
  const collected = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const before = collected.get(name);
    if (before === undefined) collected.set(name, value);
    else if (typeof before === "string") collected.set(name, [before, value]);
    else before.push(value);
  }
  return Object.fromEntries(collected);
}
