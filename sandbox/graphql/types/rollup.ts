import type { CheckRun, CommitStatus } from '../../model/records/checks.ts';
import type { Repository } from '../../model/records/repository.ts';
import { latestRuns, latestStatuses, passes } from '../../model/queries/checks.ts';
import type { Item } from '../engine/connection.ts';
import type { Ref } from '../engine/resolvers.ts';
import { checkRunRef, items } from '../refs.ts';

/** All checks and statuses of a commit and what they amount to. */
export interface RollupSource {
  readonly repository: Repository;
  readonly sha: string;
  readonly contexts: readonly Item[];
  readonly state: 'ERROR' | 'EXPECTED' | 'FAILURE' | 'PENDING' | 'SUCCESS';
}

/** Null where nothing has reported on the commit. */
export function rollup(repository: Repository, sha: string): Ref | null {
  const runs = latestRuns(repository, sha);
  const statuses = latestStatuses(repository, sha);
  if (runs.length === 0 && statuses.length === 0) return null;
  const states = [...runs.map(runState), ...statuses.map((status) => status.state)];
  const value: RollupSource = {
    repository,
    sha,
    contexts: [
      ...items(runs, checkRunRef),
      ...items(statuses, (status) => ({ typename: 'StatusContext', value: status })),
    ],
    state: states.some((state) => state === 'failure' || state === 'error')
      ? 'FAILURE'
      : states.includes('pending')
        ? 'PENDING'
        : 'SUCCESS',
  };
  return { typename: 'StatusCheckRollup', value };
}

function runState(run: CheckRun): CommitStatus['state'] {
  if (run.status !== 'completed' || run.conclusion === null) return 'pending';
  return passes(run.conclusion) ? 'success' : 'failure';
}
