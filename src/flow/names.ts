import { formatRepo, repoKey, type RepoRef } from '../core/ids.ts';
import type { Obligation } from '../core/followup/obligation.ts';
import type { Policy } from '../core/policy/policy.ts';
import { coveredRepositories, type FanOutDeps } from './gate-fan-out.ts';
import type { NamesReader, NameStore } from './ports/names.ts';
import type { ObligationStore } from './ports/obligations.ts';
import { groundOf } from './judge-commits.ts';
import type { FlowLog } from './ports/flow-log.ts';
import type { PolicyReader } from './ports/policy.ts';

export interface NamesDeps extends FanOutDeps {
  readonly reader: NamesReader;
  readonly names: NameStore;
  readonly policies: PolicyReader;
  readonly obligations: Pick<ObligationStore, 'inRepository'>;
  readonly fanOut: (
    policy: Policy,
    before: Obligation | null,
    after: Obligation | null,
  ) => Promise<void>;
  readonly log: FlowLog;
}

/**
 * Teams, repositories or members of an account may have changed. Its names are read and kept; whatever is
 * owed is judged again where it may hold something, for a new member may vouch and a former one may not.
 */
export function reconcileNames(deps: NamesDeps): (owner: string) => Promise<void> {
  return async (owner) => {
    const read = await deps.reader.names(owner);
    if (read.kind === 'gone') return;
    await deps.names.save(owner, read.value);
    // With what a run that was cut short left undone.
    const changes = await deps.names.unfinished(owner);
    for (const { from, to } of changes.repositories) {
      deps.log.info({ from: formatRepo(from), to: formatRepo(to) }, 'a repository was renamed');
      await deps.queue.mark([{ kind: 'sweep', repo: to }], { priority: 'incident' });
    }
    const isRenamed = changes.teams || changes.repositories.length > 0;
    const repos = read.value.repositories.map(({ repo }) => repo);
    for (const policy of await policiesOf(deps, repos)) {
      await judgeAgain(deps, policy, isRenamed);
    }
    await deps.names.finished(owner);
  };
}

async function policiesOf(
  { policies }: NamesDeps,
  repos: readonly RepoRef[],
): Promise<readonly Policy[]> {
  const bySource = new Map<string, Policy>();
  for (const repo of repos) {
    const policy = await policies.policyFor(repo);
    if (policy !== null) bySource.set(repoKey(policy.source.repo), policy);
    if (policy?.organisationWide === true) break;
  }
  return [...bySource.values()];
}

async function judgeAgain(deps: NamesDeps, policy: Policy, isRenamed: boolean): Promise<void> {
  const { obligations } = await groundOf(deps, policy.source.repo, policy);
  if (obligations.length === 0) return;
  if (isRenamed) {
    const issues = obligations.map(({ incident }) => incident.ref);
    await deps.queue.mark(issues.map((issue) => ({ kind: 'incident', issue }) as const));
    const repos = await coveredRepositories(deps, policy);
    await deps.queue.mark(repos.map((repo) => ({ kind: 'gates', repo }) as const));
    return;
  }
  for (const one of obligations) await deps.fanOut(policy, one, one);
}
