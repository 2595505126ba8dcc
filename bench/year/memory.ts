/** Memory, month by month. The sandbox lies in the same process: what it keeps for good is let go first. */
import type { World } from '../../sandbox/model/world.ts';

export interface MemoryAt {
  /** `2026-02` */
  readonly month: string;
  /** Megabytes after a collection, and of the whole process. */
  readonly heap: number;
  readonly rss: number;
  /** Issues and comments that the sandbox holds by then. */
  readonly issues: number;
  readonly comments: number;
}

const MEGABYTE = 1_048_576;

/** Without `--expose-gc` the heap is what happens to be in use. */
export function memoryAt(at: number, world: World): MemoryAt {
  forgetEdits(world);
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const repositories = [...world.state.repositories.values()];
  return {
    month: new Date(at).toISOString().slice(0, 7),
    heap: heapUsed / MEGABYTE,
    rss: rss / MEGABYTE,
    issues: repositories.reduce((sum, { issues }) => sum + issues.size, 0),
    comments: world.state.comments.size,
  };
}

/**
 * Megabytes in use once the sandbox's world is gone: the app, its store's caches, and the code of both. What
 * it grew by since an empty world is what the app kept. Nothing can be asked of the sandbox afterwards.
 */
export function heapWithoutWorld({ state }: World): number {
  const { repositories, comments, nodes } = state;
  for (const each of [repositories, comments, nodes]) each.clear();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MEGABYTE;
}

/** A summary is edited dozens of times, and the sandbox keeps every text; nobody reads but the last editor. */
function forgetEdits({ state }: World): void {
  for (const { edits } of state.comments.values()) {
    for (const edit of edits.splice(0, edits.length - 1)) state.nodes.delete(edit.nodeId);
  }
}
