import type { Undecided } from '../core/gate/decision.ts';
import { formatRepo, sameRepo } from '../core/ids.ts';
import { MINUTE, plus, SECOND, type Instant } from '../core/time.ts';
import type { ObligationStore } from './ports/obligations.ts';
import type { Ground } from './judge-commits.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { JobKey } from './ports/job-key.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Sight } from './sight.ts';

export interface AwaitDeps {
  readonly obligations: Pick<ObligationStore, 'inRepository'>;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
  readonly log: FlowLog;
  readonly sight: Pick<Sight, 'isLost'>;
  /** When the program began. */
  readonly startedAt: Instant;
}

/** A start without a database reads every incident anew: so long it is waited for without a word. */
const PATIENCE = MINUTE;
const LOOK_AGAIN_SOON = 2 * SECOND;
const LOOK_AGAIN = 15 * SECOND;
/** What is out of sight comes back when somebody installs the app, and may never. */
const LOOK_OUT = 10 * MINUTE;

/**
 * As long as an incident may lie unread nobody can be called free. Puts the key off, and says whether it
 * takes so long already that the commits have to say so.
 */
export async function awaitIncidents(
  deps: AwaitDeps,
  key: JobKey,
  { unread }: Ground,
): Promise<'patient' | 'say-so'> {
  const now = deps.clock.now();
  await sweepUnlisted(deps, unread);
  if (unread.some((repo) => deps.sight.isLost(repo))) {
    await deps.queue.mark([key], { notBefore: plus(now, LOOK_OUT) });
    return 'say-so';
  }
  const patient = now < plus(deps.startedAt, PATIENCE);
  const notBefore = plus(now, patient ? LOOK_AGAIN_SOON : LOOK_AGAIN);
  await deps.queue.mark([key], { notBefore });
  if (patient) return 'patient';
  deps.log.warn({ repositories: unread.map(formatRepo) }, 'incidents are not read yet');
  return 'say-so';
}

/** Why nobody can be called free while incidents are unread. */
export function whyUnread(
  { sight }: Pick<AwaitDeps, 'sight'>,
  { policy, unread }: Ground,
): Undecided {
  const lost = unread.filter((repo) => sight.isLost(repo));
  if (lost.length === 0) return 'incidents-unread';
  const { incidentRepository, privateRepository } = policy;
  const isSecret = privateRepository !== null && sameRepo(privateRepository, incidentRepository);
  return !isSecret && lost.some((repo) => sameRepo(repo, incidentRepository))
    ? 'incidents-unseen'
    : 'private-incidents-unseen';
}

/** Nobody may have asked for it: the repository may lie out of the app's sight, which the sweep finds out. */
async function sweepUnlisted(
  { obligations, queue, sight, clock }: AwaitDeps,
  unread: Ground['unread'],
): Promise<void> {
  for (const repo of unread) {
    const { listed } = await obligations.inRepository(repo);
    if (listed) continue;
    const later = sight.isLost(repo) ? { notBefore: plus(clock.now(), LOOK_OUT) } : {};
    await queue.mark([{ kind: 'sweep', repo }], { priority: 'incident', ...later });
  }
}
