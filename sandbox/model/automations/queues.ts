/** How a merge queue moves on: build groups, merge what passed, drop what failed or took too long. */
import { completeMerge } from '../actions/merge.ts';
import {
  buildGroups,
  invalidateGroups,
  leaveQueue,
  queuePerformer,
} from '../actions/merge-queue.ts';
import { isAncestor } from '../git/history.ts';
import { requiredCheckStates } from '../queries/checks.ts';
import type { MergeQueue } from '../records/merge-queue.ts';
import type { World } from '../world.ts';

/** Looks at a queue and does whatever is due, until nothing is. */
export function advanceQueue(world: World, queue: MergeQueue): void {
  for (let moved = true; moved;) {
    rebuildStale(world, queue);
    buildGroups(world, queue);
    moved = judgeEntries(world, queue) || mergeFront(world, queue);
  }
}

/** All queues of the world, for when time has passed. */
export function advanceAllQueues(world: World): void {
  for (const repository of [...world.state.repositories.values()]) {
    for (const queue of repository.mergeQueues.values()) advanceQueue(world, queue);
  }
}

/** A group whose base is no longer below it (somebody pushed past the queue) is built anew. */
function rebuildStale(world: World, queue: MergeQueue): void {
  const { objects, branches } = queue.repository;
  const tip = branches.get(queue.branch);
  const first = queue.entries[0];
  if (tip === undefined || first?.group == null) return;
  if (isAncestor(objects, tip, first.group.headSha)) return;
  invalidateGroups(world, queue);
}

/** Sets states from the checks of each group; answers whether an entry had to leave. */
function judgeEntries(world: World, queue: MergeQueue): boolean {
  for (const entry of queue.entries) {
    if (entry.group === null) continue;
    const at = { branch: queue.branch, sha: entry.group.headSha };
    const states = requiredCheckStates(world, queue.repository, at).map(({ state }) => state);
    const limit = queue.parameters.checkResponseTimeoutMinutes * 60_000;
    if (states.includes('failure')) {
      leaveQueue(world, queuePerformer(world), entry, 'CI_FAILURE');
      return true;
    }
    if (states.every((state) => state === 'success')) entry.state = 'MERGEABLE';
    else if (world.clock.now() - entry.group.createdAt >= limit) {
      leaveQueue(world, queuePerformer(world), entry, 'CI_TIMEOUT');
      return true;
    } else entry.state = 'AWAITING_CHECKS';
  }
  return false;
}

/** Merges the passed entries at the front together; answers whether any merged. */
function mergeFront(world: World, queue: MergeQueue): boolean {
  const { parameters } = queue;
  const waitingFor = queue.entries.findIndex(({ state }) => state !== 'MERGEABLE');
  const passed = queue.entries.slice(0, waitingFor === -1 ? undefined : waitingFor);
  const batch = passed.slice(0, parameters.maxEntriesToMerge);
  const [first] = batch;
  if (first === undefined) return false;
  const waited = world.clock.now() - first.enqueuedAt;
  const patience = parameters.minEntriesToMergeWaitMinutes * 60_000;
  if (batch.length < parameters.minEntriesToMerge && waited < patience) return false;
  const performer = queuePerformer(world);
  for (const entry of batch) {
    const tip = entry.group?.headSha;
    if (tip === undefined) return false;
    const merger = { ...performer, account: entry.enqueuer };
    leaveQueue(world, performer, entry, 'MERGE');
    completeMerge(world, merger, entry.issue, { tip, mergeCommitSha: tip });
  }
  return true;
}
