import {
  issueKey,
  repoKey,
  sameIssue,
  sameRepo,
  type IssueRef,
  type RepoRef,
} from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { RepeatTarget } from '../core/incident/named.ts';
import { fingerprint } from '../core/ledger/fingerprint.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import { asPast } from '../core/recurrence/as-past.ts';
import { asksForSimilar } from '../core/recurrence/asked.ts';
import { concernedBy, makesCircle, recurrencesOf } from '../core/recurrence/chain.ts';
import { maySee, type PastIncident } from '../core/recurrence/past-incident.ts';
import type { Recurrence } from '../core/recurrence/recurrence.ts';
import {
  byLikeness,
  isEarlier,
  MOST_SIMILAR,
  VERY_ALIKE,
  type Alike,
} from '../core/recurrence/similar.ts';
import { HOUR, MINUTE, plus } from '../core/time.ts';
import type { ObligationStore } from './ports/obligations.ts';
import type { IncidentMemory, Remembered } from './past-incidents.ts';
import type { SimilarStore } from './ports/findings.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { KnownIncident } from './ports/incident-index.ts';
import type { JobQueue } from './ports/job-queue.ts';

export interface RecurDeps {
  readonly index: IncidentMemory;
  readonly similar: SimilarStore;
  readonly obligations: Pick<ObligationStore, 'inRepository'>;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
}

/**
 * Incidents that look like this one or are the same, as those who read it may know of them. Similar ones
 * while it is worked on, or when somebody asked; the others at any time. No request.
 */
export async function recurrenceOf(
  deps: RecurDeps,
  about: {
    readonly incident: Incident;
    readonly facts: IncidentFacts;
    readonly ledger: Ledger;
    readonly policy: Policy;
  },
): Promise<Recurrence> {
  const { incident, facts, ledger, policy } = about;
  const homes = await homesOf(deps, incident, policy);
  const all = homes.flatMap((home) => [...home.all()]).filter((one) => maySee(incident, one));
  const self = asPast(incident, facts);
  const isOver = self.ended !== null;
  const alike = isOver && !asksForSimilar(facts, ledger) ? [] : await alikeOf(deps, self, homes);
  return {
    ...recurrencesOf(self, all),
    similar: alike.flatMap(({ ref, score, shares }) => {
      const past = all.find((one) => sameIssue(one.ref, ref));
      return past === undefined ? [] : [{ past, shares, veryAlike: score >= VERY_ALIKE }];
    }),
  };
}

/** Searched once for a question; another text, service or cause is another, and so are incidents that were not known then. */
async function alikeOf(
  { similar }: Pick<RecurDeps, 'similar'>,
  self: PastIncident,
  homes: readonly Remembered[],
): Promise<readonly Alike[]> {
  const question = questionOf(self, homes);
  const stored = await similar.load(self.ref);
  if (stored?.question === question) return stored.found;
  const found = homes
    .flatMap((home) =>
      home.search(self).flatMap((alike) => {
        const past = home.find(alike.ref);
        const isSeen = past !== null && maySee(self, past);
        return isSeen ? [{ ...alike, declaredAt: past.declaredAt }] : [];
      }),
    )
    .sort(byLikeness)
    .slice(0, MOST_SIMILAR)
    .map(({ ref, score, shares }): Alike => ({ ref, score, shares }));
  await similar.save(self.ref, question, found);
  return found;
}

/** To be raised when the search itself changes. */
const SEARCH = 1;

function questionOf(self: PastIncident, homes: readonly Remembered[]): string {
  const { title, words, services, causes, components, drill } = self;
  const earlier = homes.flatMap((home) => [...home.all()]).filter((one) => isEarlier(one, self));
  const asked = [title, words, services, causes, components, drill, earlier.length];
  return `${String(SEARCH)} ${fingerprint(JSON.stringify(asked))}`;
}

/**
 * What becomes of calling the incident a repeat of each of these. One that is missing here cannot be told
 * yet: it is not known, and not everything was read; then the incident is looked at again.
 */
export async function repeatTargets(
  deps: RecurDeps,
  { ref }: Pick<IncidentFacts, 'ref'>,
  asked: readonly IssueRef[],
  policy: Policy,
): Promise<ReadonlyMap<string, RepeatTarget>> {
  const targets = new Map<string, RepeatTarget>();
  if (asked.length === 0) return targets;
  const viewer = { restricted: isPrivate(ref.repo, policy) };
  const homes = await homesOf(deps, viewer, policy);
  const find = (issue: IssueRef): PastIncident | null =>
    homes.flatMap((home) => home.find(issue) ?? []).find((one) => maySee(viewer, one)) ?? null;
  for (const issue of asked) {
    if (find(issue) === null) {
      if (await isWhole(deps, policy, viewer)) targets.set(issueKey(issue), 'unknown');
    } else {
      const isCircle = makesCircle(ref, issue, (one) => find(one)?.repeatOf ?? null);
      targets.set(issueKey(issue), isCircle ? 'circle' : 'possible');
    }
  }
  if (targets.size < asked.length) await lookAgain(deps, ref);
  return targets;
}

async function isWhole(
  { obligations }: Pick<RecurDeps, 'obligations'>,
  policy: Policy,
  viewer: { readonly restricted: boolean },
): Promise<boolean> {
  const homes = repositoriesFor(viewer, policy);
  const states = await Promise.all(homes.map((home) => obligations.inRepository(home)));
  return states.every(({ complete }) => complete);
}

function lookAgain({ queue, clock }: RecurDeps, issue: IssueRef): Promise<void> {
  return queue.mark([{ kind: 'incident', issue }], { notBefore: plus(clock.now(), MINUTE) });
}

/**
 * Keeps what others need to know of the incident, and has those looked at again that show some of it:
 * later first, in case this is cut short, then at once.
 */
export async function putKnown(
  deps: Pick<RecurDeps, 'index' | 'queue' | 'clock'>,
  known: KnownIncident,
  policy: Policy,
): Promise<void> {
  const { index, queue, clock } = deps;
  const before = await index.find(known.ref);
  const homes = await homesOf(deps, { restricted: true }, policy);
  const all = homes.flatMap((home) => [...home.all()]);
  const { atOnce, soon } = concernedBy(before, known, all);
  const keys = atOnce.map((issue) => ({ kind: 'incident', issue }) as const);
  if (keys.length > 0) await queue.mark(keys, { notBefore: plus(clock.now(), MINUTE) });
  await index.put(known);
  if (keys.length > 0) await queue.mark(keys);
  if (soon.length === 0) return;
  const others = soon.map((issue) => ({ kind: 'incident', issue }) as const);
  const now = clock.now();
  if (known.declaredAt > plus(now, -HOUR)) return queue.mark(others);
  // A store that is being filled again would have them looked at with every incident that comes.
  await queue.mark(others, { notBefore: plus(now, 5 * MINUTE) });
}

function homesOf(
  { index }: Pick<RecurDeps, 'index'>,
  viewer: { readonly restricted: boolean },
  policy: Policy,
): Promise<readonly Remembered[]> {
  return Promise.all(repositoriesFor(viewer, policy).map((repo) => index.remembered(repo)));
}

/** Incident repositories of which those who read the incident may know. */
function repositoriesFor(
  viewer: { readonly restricted: boolean },
  { incidentRepository, privateRepository }: Policy,
): readonly RepoRef[] {
  const all = viewer.restricted
    ? [incidentRepository, ...(privateRepository === null ? [] : [privateRepository])]
    : [incidentRepository];
  return [...new Map(all.map((repo) => [repoKey(repo), repo])).values()];
}

function isPrivate(repo: RepoRef, { privateRepository }: Policy): boolean {
  return privateRepository !== null && sameRepo(privateRepository, repo);
}
