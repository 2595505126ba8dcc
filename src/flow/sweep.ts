import { sameIssue, type IssueRef, type RepoRef } from '../core/ids.ts';
import { INCIDENT_LABEL, labelCatalog } from '../core/incident/labels.ts';
import { DAY, plus } from '../core/time.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type {
  GitHubClock,
  IncidentIndex,
  InstalledRepositories,
  IssueLister,
  JobKey,
  JobQueue,
  Performer,
  PolicyReader,
  RecentLister,
  RecordStore,
} from './ports.ts';

export interface SweepDeps {
  readonly policies: PolicyReader;
  readonly issues: IssueLister;
  readonly recent: RecentLister;
  readonly index: IncidentIndex;
  readonly performer: Pick<Performer, 'perform'>;
  readonly records: Pick<RecordStore, 'askWhole'>;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
}

/** GitHub keeps deliveries to be sent again for three days; what is older was seen by an earlier sweep. */
const LOOK_BACK = 3 * DAY;

/**
 * Looks for everything in a repository that a lost delivery would have told: its policy, its labels, every
 * incident (read whole), commands to declare one, and pull requests that change the policy.
 */
export function sweepRepository(deps: SweepDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const mark = (keys: readonly JobKey[]): Promise<void> =>
      deps.queue.mark(keys, { priority: 'sweep' });
    await mark([
      { kind: 'policy', repo },
      { kind: 'dispatch', repo },
    ]);
    const policy = await deps.policies.policyFor(repo);
    if (policy === null) return;
    const since = plus(deps.clock.now(), -LOOK_BACK);
    const threads = await deps.recent.threadsSaying(repo, '/incident', since);
    await mark(threads.map((issue) => ({ kind: 'thread', issue })));
    const pulls = await deps.recent.openPulls(repo, since);
    await mark(pulls.map((pull) => ({ kind: 'policy-proposal', pull })));
    if (!keepsIncidents(policy, { repo })) return;
    // Before any incident is labelled: GitHub makes a label that is not there, in grey.
    await deps.performer.perform({ kind: 'keep-labels', repo, labels: labelCatalog(policy) });
    const incidents = await incidentsOf(deps, repo);
    const now = deps.clock.now();
    for (const issue of incidents) await deps.records.askWhole(issue, now);
    await mark(incidents.map((issue) => ({ kind: 'incident', issue })));
  };
}

/** Where the app was given more rights: what it could not see or do before is looked at now. */
export function sweepInstallation(deps: {
  readonly installed: InstalledRepositories;
  readonly queue: JobQueue;
}): (owner: string) => Promise<void> {
  return async (owner) => {
    const repositories = await deps.installed.repositories();
    const own = repositories.filter((repo) => repo.owner.toLowerCase() === owner.toLowerCase());
    const keys = own.map((repo) => ({ kind: 'sweep', repo }) as const);
    await deps.queue.mark(keys, { priority: 'sweep' });
  };
}

/** At start and every night. */
export function sweepAll(deps: {
  readonly installed: InstalledRepositories;
  readonly queue: JobQueue;
}): () => Promise<void> {
  return async () => {
    const repositories = await deps.installed.repositories();
    const keys = repositories.map((repo) => ({ kind: 'sweep', repo }) as const);
    await deps.queue.mark(keys, { priority: 'sweep' });
  };
}

/**
 * Open issues (an incident may lack its label), all that carry the label, and known ones not among them:
 * deleted, transferred away, or no longer listed, which their own job finds out.
 */
async function incidentsOf(deps: SweepDeps, repo: RepoRef): Promise<readonly IssueRef[]> {
  const lists = [
    await deps.issues.issues(repo, { label: null, state: 'open' }),
    await deps.issues.issues(repo, { label: INCIDENT_LABEL, state: 'all' }),
  ];
  const listed = lists.flatMap((list) => (list.kind === 'found' ? list.value : []));
  const present = [...new Map(listed.map((issue) => [issue.number, issue])).values()];
  const known = await deps.index.inRepository(repo);
  const missing = known
    .map(({ ref }) => ref)
    .filter((ref) => !present.some((issue) => sameIssue(issue, ref)));
  return [...present, ...missing];
}
