/** Many callers, one commit: what arrives while a transaction is on its way shares the next one. */

export type CommitBatch<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * A function that hands its item to the next batch and resolves once that batch is committed. When a batch
 * fails, each of its items is committed alone, so that one bad item fails for its own caller only.
 */
export function groupCommit<Item, Result>(
  commit: CommitBatch<Item, Result>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running = false;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(commit, batch);
    }
    running = false;
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running) return;
      running = true;
      // After this turn of the event loop, so that deliveries read from several sockets come together.
      setImmediate(() => void drain());
    });
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

async function settle<Item, Result>(
  commit: CommitBatch<Item, Result>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await commit(batch.map(({ item }) => item));
    for (const [index, result] of results.entries()) batch[index]?.resolve(result);
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const alone of batch) await settle(commit, [alone]);
  }
}
