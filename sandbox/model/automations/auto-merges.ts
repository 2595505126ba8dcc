/** Merging pull requests with auto-merge once nothing stands in the way. */
import { enqueue } from '../actions/merge-queue.ts';
import { mergePull } from '../actions/merge.ts';
import { demandsQueue, mergeability, readinessFaults } from '../queries/mergeability.ts';
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import type { World } from '../world.ts';

/** Merges (or queues) each of a repository's pull requests that is ready and asked for it. */
export function tryAutoMerges(world: World, repository: Repository): void {
  for (const issue of [...repository.issues.values()]) tryAutoMerge(world, issue);
}

function tryAutoMerge(world: World, issue: Issue): void {
  const wish = issue.pull?.autoMerge ?? null;
  if (wish === null || issue.state === 'closed') return;
  const as = { kind: 'system', as: wish.enabledBy } as const;
  if (demandsQueue(world, issue)) {
    if (readinessFaults(world, issue, null).length > 0) return;
    const queued = enqueue(world, as, { issue });
    if (queued.ok && issue.pull !== null) issue.pull.autoMerge = null;
    return;
  }
  const { state } = mergeability(world, issue);
  if (state !== 'clean' && state !== 'unstable') return;
  mergePull(world, as, {
    issue,
    method: wish.method,
    ...(wish.commitTitle === null ? {} : { title: wish.commitTitle }),
    ...(wish.commitMessage === null ? {} : { message: wish.commitMessage }),
  });
}
