/**
 * A proposed policy, tried on what is known: which teams and open pull requests it would hold or release.
 * Incidents come from the store alone, pull requests from the same pages that the gate judges by. Nothing
 * that is found out here is kept, and no verdict is written.
 */
import { obligationUnder } from '../core/followup/obligation-under.ts';
import type { CommitFacts, PullFacts } from '../core/gate/facts.ts';
import {
  gateShape,
  heldTeams,
  isHeld,
  teamChanges,
  type Gap,
  type Owed,
  type PolicyImpact,
  type PullChange,
} from '../core/gate/policy-impact.ts';
import { formatIssue, formatRepo, repoKey, type RepoRef } from '../core/ids.ts';
import type { Policy } from '../core/policy/policy.ts';
import { coveredRepositories, reposInReach, type FanOutDeps } from './gate-fan-out.ts';
import type { NameBook } from './ports/names.ts';
import type { ObligationStore } from './ports/obligations.ts';
import type { PullReader } from './ports/pulls.ts';
import {
  gatedPart,
  judgeCommits,
  newInquiry,
  type Ground,
  type JudgeDeps,
} from './judge-commits.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { RecordStore } from './ports/incident-record.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { PolicyReader } from './ports/policy.ts';

export interface TryPolicyDeps extends JudgeDeps, Pick<FanOutDeps, 'installed'> {
  readonly policies: PolicyReader;
  readonly index: Pick<IncidentIndex, 'inRepository'>;
  readonly records: Pick<RecordStore, 'load'>;
  readonly ledgers: Pick<LedgerKeeper, 'stored'>;
  readonly obligations: Pick<ObligationStore, 'inRepository'>;
  readonly pulls: Pick<PullReader, 'page' | 'files'>;
  readonly names: Pick<NameBook, 'team' | 'presentNames'> & FanOutDeps['names'];
}

/** More would keep the answer waiting, and nobody reads so long a list. */
const MOST_PULLS = 300;
const MOST_PAGES = 50;

/**
 * No request where nothing of the proposal changes a verdict; otherwise a request for a hundred pull
 * requests of each repository concerned, and what judging them takes, for so many of them at most.
 */
export function tryPolicy(
  deps: TryPolicyDeps,
): (repo: RepoRef, proposed: Policy) => Promise<PolicyImpact> {
  return async (repo, proposed) => {
    const gaps = new Set<Gap>();
    const owedUnder = rememberOwed(deps, gaps);
    const inForce = await deps.policies.policyFor(repo);
    const after = await owedUnder(await deps.names.presentNames(proposed));
    const before = inForce === null ? null : await owedUnder(inForce);
    const now = deps.clock.now();
    const found: Found = { pulls: [], examined: { pulls: 0, repositories: 0 }, pages: 0, gaps };
    const isSame = before !== null && gateShape(before) === gateShape(after);
    for (const where of isSame ? [] : await concerned(deps, before, after)) {
      const policy = await deps.policies.policyFor(where);
      const here = policy === null ? null : await owedUnder(policy);
      await tryOn(deps, { repo: where, before: here, after }, found);
    }
    const { examined } = found;
    const pulls = [...found.pulls].sort(byName);
    return { teams: teamChanges(before, after, now), pulls, examined, gaps: [...gaps].sort() };
  };
}

/** What was found so far; filled repository by repository. */
interface Found {
  readonly pulls: PullChange[];
  readonly examined: { pulls: number; repositories: number };
  pages: number;
  readonly gaps: Set<Gap>;
}

/** The incidents of a policy's own repositories as it would take them; once a policy. */
function rememberOwed(deps: TryPolicyDeps, gaps: Set<Gap>): (policy: Policy) => Promise<Owed> {
  const known = new Map<string, Owed>();
  return async (policy) => {
    const key = JSON.stringify(policy);
    const owed = known.get(key) ?? (await owedBy(deps, policy, gaps));
    known.set(key, owed);
    return owed;
  };
}

async function owedBy(deps: TryPolicyDeps, policy: Policy, gaps: Set<Gap>): Promise<Owed> {
  const obligations = [];
  const { incidentRepository, privateRepository } = policy;
  for (const home of [incidentRepository, privateRepository ?? []].flat()) {
    const { complete } = await deps.obligations.inRepository(home);
    if (!complete) gaps.add('incidents-unread');
    for (const { ref } of await deps.index.inRepository(home)) {
      const kept = await deps.records.load(ref);
      if (kept === null) gaps.add('incidents-unread');
      else {
        const { facts } = kept.record;
        const ledger = await deps.ledgers.stored(ref);
        obligations.push(obligationUnder(policy, { facts, ledger }) ?? []);
      }
    }
  }
  return { policy, obligations: obligations.flat() };
}

/** Repositories in which something may be held under the one or the other. */
async function concerned(
  deps: TryPolicyDeps,
  before: Owed | null,
  after: Owed,
): Promise<readonly RepoRef[]> {
  const byName = new Map<string, RepoRef>();
  for (const owed of [before, after]) {
    if (owed === null) continue;
    const teams = heldTeams(owed, deps.clock.now());
    const repos = teams.length === 0 ? [] : await reposInReach(deps, owed.policy, teams);
    for (const repo of repos) byName.set(repoKey(repo), repo);
  }
  // Only what the proposal would decide about can change: the rest has a policy of its own.
  const covered = await coveredRepositories(deps, after.policy);
  const names = new Set(covered.map(repoKey));
  return [...byName].filter(([name]) => names.has(name)).map(([, repo]) => repo);
}

interface Trial {
  readonly repo: RepoRef;
  readonly before: Owed | null;
  readonly after: Owed;
}

async function tryOn(deps: TryPolicyDeps, trial: Trial, found: Found): Promise<void> {
  const read = await openPulls(deps, trial.repo, found);
  if (read === null) return;
  const { defaultBranch, commits } = read;
  const before = await heldUnder(deps, { trial, owed: trial.before, defaultBranch }, commits);
  const after = await heldUnder(deps, { trial, owed: trial.after, defaultBranch }, commits);
  for (const { pulls, visibility } of commits) {
    for (const { ref, url } of pulls) {
      const was = before.get(formatIssue(ref)) ?? null;
      const will = after.get(formatIssue(ref)) ?? null;
      if (was === 'undecided' || will === 'undecided') found.gaps.add('undecided');
      else if (was !== will) {
        found.pulls.push({ change: will === 'held' ? 'held' : 'released', ref, url, visibility });
      }
    }
  }
}

/** Open pull requests by their heads; null where there is nothing to see, or no more is looked at. */
async function openPulls(
  deps: TryPolicyDeps,
  repo: RepoRef,
  found: Found,
): Promise<{ readonly defaultBranch: string; readonly commits: readonly CommitFacts[] } | null> {
  const pulls: PullFacts[] = [];
  let last: { defaultBranch: string; visibility: CommitFacts['visibility'] } | null = null;
  for (let after: string | null = null, more = true; more;) {
    if (found.pages >= MOST_PAGES || found.examined.pulls >= MOST_PULLS) {
      found.gaps.add('too-many');
      break;
    }
    const page = await deps.pulls.page(repo, after);
    if (page.kind === 'gone') break;
    found.pages += 1;
    found.examined.pulls += page.value.pulls.length;
    pulls.push(...page.value.pulls.map(({ facts }) => facts));
    last = page.value;
    after = page.value.next;
    more = after !== null;
  }
  if (last === null) return null;
  found.examined.repositories += 1;
  const { defaultBranch, visibility } = last;
  return { defaultBranch, commits: byHead(pulls).map((some) => commit(repo, visibility, some)) };
}

function byHead(pulls: readonly PullFacts[]): readonly (readonly PullFacts[])[] {
  const heads = new Map<string, Map<number, PullFacts>>();
  for (const pull of pulls) {
    const known = heads.get(pull.headSha) ?? new Map<number, PullFacts>();
    // A pull request may come twice when the list moved between two pages.
    heads.set(pull.headSha, known.set(pull.ref.number, pull));
  }
  return [...heads.values()].map((some) => [...some.values()]);
}

function commit(
  repo: RepoRef,
  visibility: CommitFacts['visibility'],
  pulls: readonly PullFacts[],
): CommitFacts {
  return { repo, visibility, headSha: pulls[0]?.headSha ?? '', as: 'pulls', pulls };
}

type Standing = 'held' | 'undecided';

/** By name; those that pass, or are not gated, are missing. */
async function heldUnder(
  deps: TryPolicyDeps,
  { trial, owed, defaultBranch }: { trial: Trial; owed: Owed | null; defaultBranch: string },
  all: readonly CommitFacts[],
): Promise<ReadonlyMap<string, Standing>> {
  if (owed === null) return new Map();
  const { policy, obligations } = owed;
  const ground: Ground = { repo: trial.repo, policy, obligations, unread: [] };
  const gated = all.flatMap((one) => gatedPart(one, defaultBranch, policy) ?? []);
  const judgements = await judgeCommits(deps, ground, gated, newInquiry());
  const standing = judgements.flatMap(({ decision }, index) => {
    const held = isHeld(decision);
    if (held === false) return [];
    const refs = gated[index]?.pulls.map(({ ref }) => formatIssue(ref)) ?? [];
    return refs.map((name) => [name, held === null ? 'undecided' : 'held'] as const);
  });
  return new Map(standing);
}

function byName(a: PullChange, b: PullChange): number {
  const [first, second] = [formatRepo(a.ref.repo), formatRepo(b.ref.repo)];
  return first === second ? a.ref.number - b.ref.number : first < second ? -1 : 1;
}
