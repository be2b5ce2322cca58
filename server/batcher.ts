export type BatcherOptions<Item> = {
  /** Settles every item of the batch itself. A rejection is a defect and ends the process. */
  readonly write: (items: readonly Item[]) => Promise<void>;
  readonly sizeOf: (item: Item) => number;
  readonly maxItems: number;
  /** A batch is closed once it is at least this large; one item may be larger. */
  readonly maxBytes: number;
  readonly maxInFlight: number;
};

export type Batcher<Item> = {
  add(item: Item): void;
  /** Items that wait for their batch, without those under way. */
  waiting(): { readonly items: number; readonly bytes: number };
};

/**
 * Group commit: what arrives while a batch is under way forms the next one, so that the cost of a
 * commit is shared by as many as wait for it and an only item never waits for company.
 */
export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  let queue: Item[] = [];
  let queuedBytes = 0;
  let inFlight = 0;
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled || inFlight >= options.maxInFlight || queue.length === 0) return;
    isScheduled = true;
    // Not at once: whatever else this turn of the event loop brings goes into the same batch.
    setImmediate(() => {
      isScheduled = false;
      send();
    });
  }

  function send(): void {
    const batch = takeBatch();
    inFlight += 1;
    void options.write(batch).then(() => {
      inFlight -= 1;
      schedule();
    });
    schedule();
  }

  function takeBatch(): readonly Item[] {
    let count = 0;
    let bytes = 0;
    for (const item of queue) {
      if (count === options.maxItems || bytes >= options.maxBytes) break;
      count += 1;
      bytes += options.sizeOf(item);
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    queuedBytes -= bytes;
    return batch;
  }

  return {
    add: (item) => {
      queue.push(item);
      queuedBytes += options.sizeOf(item);
      schedule();
    },
    waiting: () => ({ items: queue.length, bytes: queuedBytes }),
  };
}
