import { undecided } from '../core/gate/judge.ts';
import { isGated } from '../core/gate/reach.ts';
import { formatRepo } from '../core/ids.ts';
import type { Policy } from '../core/policy/policy.ts';
import { MINUTE, plus, SECOND, type Instant } from '../core/time.ts';
import type { CheckRequest } from './ports/check-requests.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { VerdictStore } from './ports/verdicts.ts';
import { sayUndecided, type WriteDeps } from './write-verdicts.ts';

export interface ExpectDeps extends WriteDeps {
  readonly verdicts: VerdictStore;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
  readonly log: FlowLog;
}

/** A group shows in its queue soon after it asked; a queue waits for its checks much longer than this. */
const PATIENCE = 3 * MINUTE;
const LOOK_AGAIN = 5 * SECOND;

type Outcome = 'done' | 'later' | { readonly refused: string };

/**
 * A group that asked for its checks waits until something is said on its commit. That is the work of the
 * branch's own job, which is sent again as long as nothing is said: GitHub may not have shown the group
 * yet. When it never does, that is said, so that nobody waits in vain. Costs no request where all is well.
 */
export function expectGroups(
  deps: ExpectDeps,
): (request: CheckRequest, policy: Policy) => Promise<Outcome> {
  // Kept by nobody else: after a new start the wait begins anew.
  const since = new Map<string, Instant>();
  return async (request, policy) => {
    const { id, repo, headSha, queue } = request;
    const settled = (outcome: Outcome): Outcome => {
      since.delete(id);
      return outcome;
    };
    if (queue === undefined || !isGated(queue.branch, queue.defaultBranch, policy)) {
      return settled({ refused: 'nothing is held on that branch' });
    }
    if ((await deps.verdicts.last(repo, headSha)) !== null) return settled('done');
    const now = deps.clock.now();
    const first = since.get(id);
    if (first !== undefined && now >= plus(first, PATIENCE)) {
      deps.log.warn({ repository: formatRepo(repo), headSha }, 'a merge group never showed');
      await sayUndecided(deps, { repo, policy, heads: () => [headSha] }, undecided('github'));
      return settled('done');
    }
    since.set(id, first ?? now);
    // The delivery itself sent the job once already.
    if (first !== undefined) {
      await deps.queue.mark([{ kind: 'group', repo, branch: queue.branch }]);
    }
    const notBefore = plus(now, LOOK_AGAIN);
    await deps.queue.mark([{ kind: 'check-requests', repo }], { notBefore });
    return 'later';
  };
}
