/** In characters. The maximum bounds what one attempt at signing in costs. */
export const passwordLength = { min: 10, max: 128 } as const;
