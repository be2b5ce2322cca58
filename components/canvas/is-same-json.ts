/** Deep equality of JSON values. Parts that are one object are not walked, so two neighbours in history compare fast. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;

  const keys = presentKeys(one);
  const rest: Readonly<Record<string, unknown>> = { ...other };
  return (
    keys.length === presentKeys(other).length &&
    keys.every(([key, value]) => Object.hasOwn(rest, key) && isSameJson(value, rest[key]))
  );
}

/** JSON leaves out what is undefined. */
function presentKeys(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
