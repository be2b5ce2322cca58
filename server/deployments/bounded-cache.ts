export type BoundedCacheOptions<Value> = {
  /** How much may be kept, in whatever `sizeOf` counts; one value may be larger. */
  readonly maxSize: number;
  readonly sizeOf: (value: Value) => number;
};

export interface BoundedCache<Value> {
  /** The value of the key, loaded at most once at a time. A failed load is not remembered. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
}

/** Keeps what was used last, for values that never change. */
export function createBoundedCache<Value>({ maxSize, sizeOf }: BoundedCacheOptions<Value>): BoundedCache<Value> {
  const loading = new Map<string, Promise<Value>>();
  // A map is walked in order of insertion, so the first key is the one used longest ago.
  const kept = new Map<string, Value>();
  let size = 0;

  function keep(key: string, value: Value): void {
    kept.set(key, value);
    size += sizeOf(value);
    for (const [oldest, old] of kept) {
      if (size <= maxSize || oldest === key) return;
      kept.delete(oldest);
      size -= sizeOf(old);
    }
  }

  return {
    get: (key, load) => {
      const value = kept.get(key);
      if (value !== undefined) {
        kept.delete(key);
        kept.set(key, value);
        return Promise.resolve(value);
      }
      const underWay = loading.get(key);
      if (underWay !== undefined) return underWay;
      const loaded = load()
        .then((fresh) => {
          keep(key, fresh);
          return fresh;
        })
        .finally(() => loading.delete(key));
      loading.set(key, loaded);
      return loaded;
    },
  };
}
