/**
 * Memory, month by month, and whose it is. The sandbox lies in the same process, so the size of the heap says
 * little: what counts is what the program of `src/` allocated and still holds, by V8's sampling profile.
 */
import { Session } from 'node:inspector/promises';
import { z } from 'zod';
import type { World } from '../../sandbox/model/world.ts';

export interface MemoryAt {
  /** `2026-02` */
  readonly month: string;
  /** Megabytes after a collection, of the whole process. */
  readonly heap: number;
  /** Megabytes that are held and were allocated by code of `src/`, or on its behalf; an estimate by samples. */
  readonly app: number;
  /** Issues and comments that the sandbox holds by then. */
  readonly issues: number;
  readonly comments: number;
}

export interface MemoryMeter {
  /** Without `--expose-gc` the figures are what happens to be in use. */
  at(moment: number, world: World): Promise<MemoryAt>;
}

const MEGABYTE = 1_048_576;
/** Bytes between two samples, on average: a year has some millions of them. */
const SAMPLED_EVERY = 32_768;

/** From its call on: what was allocated before counts for nobody. */
export async function measureMemory(): Promise<MemoryMeter> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', { samplingInterval: SAMPLED_EVERY });
  return {
    at: async (moment, world) => {
      forgetEdits(world);
      globalThis.gc?.();
      const { profile } = Profile.parse(await session.post('HeapProfiler.getSamplingProfile'));
      const repositories = [...world.state.repositories.values()];
      return {
        month: new Date(moment).toISOString().slice(0, 7),
        heap: process.memoryUsage().heapUsed / MEGABYTE,
        app: heldBy(profile.head, false) / MEGABYTE,
        issues: repositories.reduce((sum, { issues }) => sum + issues.size, 0),
        comments: world.state.comments.size,
      };
    },
  };
}

const Frame = z.object({
  callFrame: z.object({ url: z.string() }),
  selfSize: z.number(),
  get children() {
    return z.array(Frame);
  },
});
const Profile = z.object({ profile: z.object({ head: Frame }) });

const PROJECT = new URL('../../', import.meta.url).href;

/** What a library or Node.js allocates counts for whoever called it: the nearest file of this project. */
function heldBy({ callFrame, selfSize, children }: z.infer<typeof Frame>, isApp: boolean): number {
  const { url } = callFrame;
  const isOwn = url.startsWith(PROJECT) && !url.includes('/node_modules/');
  const counts = isOwn ? url.startsWith(`${PROJECT}src/`) : isApp;
  const below = children.reduce((sum, child) => sum + heldBy(child, counts), 0);
  return (counts ? selfSize : 0) + below;
}

/** A summary is edited dozens of times, and the sandbox keeps every text; nobody reads but the last editor. */
function forgetEdits({ state }: World): void {
  for (const { edits } of state.comments.values()) {
    for (const edit of edits.splice(0, edits.length - 1)) state.nodes.delete(edit.nodeId);
  }
}
