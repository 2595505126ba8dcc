import { mayBeSaidOn } from '../core/command/heard-words.ts';
import { fixLabelCatalog } from '../core/followup/item-labels.ts';
import { formatRepo, issueKey, type IssueRef, type RepoRef } from '../core/ids.ts';
import { INCIDENT_LABEL, labelCatalog } from '../core/incident/labels.ts';
import type { Policy } from '../core/policy/policy.ts';
import { plus } from '../core/time.ts';
import type { ObligationStore } from './ports/obligations.ts';
import { LOOK_BACK, notAtRest, type Seen } from './at-rest.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { RecordStore } from './ports/incident-record.ts';
import type { InstalledRepositories, IssueLister, RecentLister } from './ports/issue-lists.ts';
import type { JobKey } from './ports/job-key.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';
import type { Sight } from './sight.ts';

export interface SweepDeps {
  readonly policies: PolicyReader;
  readonly issues: IssueLister;
  readonly recent: RecentLister;
  readonly index: IncidentIndex;
  readonly obligations: Pick<ObligationStore, 'expect' | 'inRepository'>;
  readonly sight: Sight;
  readonly performer: Pick<Performer, 'perform'>;
  readonly records: Pick<RecordStore, 'askWhole'>;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
  readonly log: FlowLog;
}

/**
 * Looks for everything in a repository that a lost delivery would have told: its policy, its labels, every
 * incident (read whole), commands, pull requests that change the policy, CODEOWNERS, and the verdict of
 * every open pull request. Incidents first, and known to be unread before anything may be called free.
 */
export function sweepRepository(deps: SweepDeps): (repo: RepoRef) => Promise<void> {
  return async (repo) => {
    const mark = marker(deps.queue);
    await mark([
      { kind: 'policy', repo },
      { kind: 'dispatch', repo },
    ]);
    const policy = await deps.policies.policyFor(repo);
    // Under no policy nothing there is an incident, whoever names it as the place of theirs.
    if (policy === null) return deps.obligations.expect(repo, []);
    const keeping = keepsIncidents(policy, { repo });
    const incidents = keeping ? await expectIncidents(deps, repo) : [];
    const due = await notAtRest(deps, repo, incidents);
    await mark([
      { kind: 'gates', repo },
      { kind: 'owners', repo },
      { kind: 'check-requests', repo },
    ]);
    await markThreads(deps, repo);
    await keepLabels(deps, repo, policy);
    const now = deps.clock.now();
    for (const issue of due) await deps.records.askWhole(issue, now);
    await mark(due.map((issue) => ({ kind: 'incident', issue })));
    // A push, a review or a merge may have been missed; where no postmortem is asked for, it costs nothing.
    await mark(due.map((issue) => ({ kind: 'postmortem', issue })));
  };
}

function marker(queue: JobQueue): (keys: readonly JobKey[]) => Promise<void> {
  return (keys) => queue.mark(keys, { priority: 'sweep' });
}

const SAYS = {
  declaration: (text: string) => text.includes('/incident'),
  pull: (text: string, at: 'issue' | 'pull') => at === 'pull' && mayBeSaidOn('pull', text),
  item: (text: string, at: 'issue' | 'pull') => at === 'issue' && mayBeSaidOn('item', text),
} as const;

async function markThreads(deps: SweepDeps, repo: RepoRef): Promise<void> {
  const mark = marker(deps.queue);
  const since = plus(deps.clock.now(), -LOOK_BACK);
  const threads = await deps.recent.threadsSaying(repo, SAYS, since);
  const saying = (what: keyof typeof SAYS): readonly IssueRef[] =>
    threads.filter(({ said }) => said.includes(what)).map(({ thread }) => thread);
  await mark(saying('declaration').map((issue) => ({ kind: 'thread', issue })));
  await mark(saying('pull').map((pull) => ({ kind: 'pull-commands', pull })));
  await mark(saying('item').map((issue) => ({ kind: 'item', issue })));
  const pulls = await deps.recent.openPulls(repo, since);
  await mark(pulls.map((pull) => ({ kind: 'policy-proposal', pull })));
}

/** Before any incident is labelled: GitHub makes a label that is not there, in grey. */
async function keepLabels(deps: SweepDeps, repo: RepoRef, policy: Policy): Promise<void> {
  const incidental = keepsIncidents(policy, { repo }) ? labelCatalog(policy) : [];
  const labels = [...incidental, ...fixLabelCatalog()];
  await deps.performer.perform({ kind: 'keep-labels', repo, labels });
}

/** Where the app was given more rights: what it could not see or do before is looked at now. */
export function sweepInstallation(deps: {
  readonly installed: InstalledRepositories;
  readonly queue: JobQueue;
  /** What failed for want of a right need not wait for its next try. */
  readonly retryNow: (owner: string) => Promise<void>;
}): (owner: string) => Promise<void> {
  return async (owner) => {
    await deps.retryNow(owner);
    const repositories = await deps.installed.repositories();
    const own = repositories.filter((repo) => repo.owner.toLowerCase() === owner.toLowerCase());
    await markSweeps(deps.queue, own);
  };
}

/** At start and every night. */
export function sweepAll(deps: {
  readonly installed: InstalledRepositories;
  readonly queue: JobQueue;
}): () => Promise<void> {
  return async () => {
    await markSweeps(deps.queue, await deps.installed.repositories());
  };
}

async function markSweeps(queue: JobQueue, repositories: readonly RepoRef[]): Promise<void> {
  const owners = new Map(repositories.map(({ owner }) => [owner.toLowerCase(), owner]));
  const names = [...owners.values()].map((owner): JobKey => ({ kind: 'names', owner }));
  const sweeps = repositories.map((repo): JobKey => ({ kind: 'sweep', repo }));
  await queue.mark([...names, ...sweeps], { priority: 'sweep' });
}

/**
 * A repository out of sight shows no incident, which is no word that there is none: unless it was listed
 * before it stays unlisted, and nobody under its policy is called free.
 */
async function expectIncidents(deps: SweepDeps, repo: RepoRef): Promise<readonly Seen[]> {
  const { inSight, incidents } = await incidentsOf(deps, repo);
  if (inSight || (await deps.obligations.inRepository(repo)).listed) {
    await deps.obligations.expect(repo, incidents);
    deps.sight.seen(repo);
  } else {
    deps.sight.lost(repo);
  }
  return incidents;
}

/**
 * Open issues (an incident may lack its label), all that carry the label, and known ones not among them:
 * deleted, transferred away, or no longer listed, which their own job finds out.
 */
async function incidentsOf(
  deps: SweepDeps,
  repo: RepoRef,
): Promise<{ readonly inSight: boolean; readonly incidents: readonly Seen[] }> {
  const lists = [
    await deps.issues.issues(repo, { label: null, state: 'open' }),
    await deps.issues.issues(repo, { label: INCIDENT_LABEL, state: 'all' }),
  ];
  const listed = lists.flatMap((list) => (list.kind === 'found' ? list.value : []));
  const inSight = lists.every(({ kind }) => kind === 'found');
  if (!inSight) {
    deps.log.warn(
      { repository: formatRepo(repo) },
      'the app does not see the incident repository: what it owed when last seen stays in force',
    );
  }
  const present = new Map(
    listed.map((one) => [issueKey(one), { repo, number: one.number, listed: one }]),
  );
  const known = await deps.index.inRepository(repo);
  const missing = known
    .filter(({ ref }) => !present.has(issueKey(ref)))
    .map(({ ref }) => ({ ...ref, listed: null }));
  return { inSight, incidents: [...present.values(), ...missing] };
}
