/** Who is asked to read a postmortem before it is merged. */
import { approverTeams } from '../../followup/approvers.ts';
import { teamKey } from '../../followup/dont-repeat.ts';
import { sameLogin, teamsOfPolicy } from '../../incident/authority.ts';
import type { IncidentFacts } from '../../incident/facts.ts';
import type { Incident } from '../../incident/incident.ts';
import type { Policy, TeamRef } from '../../policy/policy.ts';
import { DAY, plus, type Instant } from '../../time.ts';
import type { PostmortemFacts, PullFacts, Reviewer } from '../facts.ts';
import { involvedIn } from './involved.ts';
import { leastAsked } from './least-asked.ts';

/** Somebody who might be asked, as GitHub shows them. */
export interface Candidate {
  readonly login: string;
  readonly kind: 'person' | 'bot';
  /** May read the repository of the incident. */
  readonly mayRead: boolean;
  /** GitHub takes a request for their review. */
  readonly reviewable: boolean;
}

export interface ReviewerInput {
  readonly incident: Incident;
  /** What the incident's job read last: who commented, was assigned, did something. */
  readonly record: IncidentFacts;
  readonly facts: Pick<PostmortemFacts, 'pull' | 'others'>;
  readonly policy: Policy;
}

/**
 * Those of the policy, the commander, and one person who did not take part, as far as nobody asked them
 * yet: whoever was taken off again stays so, and nobody is asked to review what they wrote.
 */
export function reviewersFor(
  input: ReviewerInput & { readonly candidates: readonly Candidate[] },
): readonly Reviewer[] {
  const { facts, candidates } = input;
  const { pull } = facts;
  if (pull?.state !== 'open') return [];
  const canBeAsked = (reviewer: Reviewer): boolean =>
    reviewer.kind === 'team' ||
    candidates.some((one) => sameLogin(one.login, reviewer.login) && isAble(one));
  const named = missingNamed(input, pull).filter(canBeAsked);
  const outsider = wantsOutsider(input, pull) ? outsiderOf(input) : null;
  return [...named, ...(outsider === null ? [] : [person(outsider)])].slice(0, MOST);
}

/** GitHub asks no more than these at once. */
const MOST = 15;

/**
 * Whether it is worth looking up who can be asked. Once somebody was, only for a day: by then everybody
 * was whom GitHub lets be asked, and whoever is missing cannot be.
 */
export function wantsReviewers(input: ReviewerInput, now: Instant): boolean {
  const { pull } = input.facts;
  if (pull?.state !== 'open') return false;
  if (pull.askedByApp.length > 0 && now >= plus(pull.createdAt, DAY)) return false;
  return missingNamed(input, pull).length > 0 || wantsOutsider(input, pull);
}

/**
 * Whom to look up: everybody whom the policy knows, for one of them did not take part. Where it knows no
 * teams and no responders, `writers`: everybody who may push.
 */
export function peopleToLookUp({ incident, policy }: Pick<ReviewerInput, 'incident' | 'policy'>): {
  readonly logins: readonly string[];
  readonly teams: readonly TeamRef[];
  readonly writers: boolean;
} {
  const { reviewers, uninvolvedReviewer } = policy.postmortems;
  const named = namedReviewers({ incident, policy });
  const responders = policy.services.flatMap(({ responders: own }) => own);
  const teams = [
    ...reviewers.flatMap((one) => (one.kind === 'team' ? [one.team] : [])),
    ...teamsOfPolicy(policy),
    ...approverTeams(policy),
  ];
  const logins = [
    ...named.flatMap((one) => (one.kind === 'person' ? [one.login] : [])),
    ...(uninvolvedReviewer ? responders : []),
  ];
  return {
    logins: [...new Map(logins.map((login) => [login.toLowerCase(), login])).values()],
    teams: uninvolvedReviewer
      ? [...new Map(teams.map((team) => [teamKey(team), team])).values()]
      : [],
    writers: uninvolvedReviewer && teams.length + responders.length === 0,
  };
}

/** Of the policy, and the commander. */
function namedReviewers({
  incident,
  policy,
}: Pick<ReviewerInput, 'incident' | 'policy'>): readonly Reviewer[] {
  const commander = incident.roles.get('commander');
  const ofPolicy = policy.postmortems.reviewers.map((one): Reviewer =>
    one.kind === 'team' ? { kind: 'team', ...one.team } : person(one.login),
  );
  return [...ofPolicy, ...(commander === undefined ? [] : [person(commander)])].filter(
    (one, index, all) => all.findIndex((other) => sameReviewer(one, other)) === index,
  );
}

function missingNamed(input: ReviewerInput, pull: PullFacts): readonly Reviewer[] {
  const had = alreadyAsked(pull);
  return namedReviewers(input).filter(
    (one) =>
      !had.some((other) => sameReviewer(one, other)) &&
      !(one.kind === 'person' && sameLogin(one.login, pull.author.login)),
  );
}

/** Also those who were taken off again, and those who reviewed without being asked. */
function alreadyAsked({ asked, askedByApp, reviews }: PullFacts): readonly Reviewer[] {
  const reviewed = reviews.flatMap(({ by }) => (by.kind === 'person' ? [person(by.login)] : []));
  return [...asked, ...askedByApp, ...reviewed];
}

/**
 * The policy wants one, and nobody who reads it or was asked to is one. Whomever the app asked was one then,
 * whatever they said in the incident since, and also when they were taken off again.
 */
function wantsOutsider(input: ReviewerInput, pull: PullFacts): boolean {
  if (!input.policy.postmortems.uninvolvedReviewer) return false;
  const named = namedReviewers(input);
  const involved = involvedIn(input.incident, input.record);
  const isOutsider = (one: Reviewer): boolean =>
    one.kind === 'person' && !named.some((other) => sameReviewer(one, other));
  const isFree = (one: Reviewer): boolean =>
    one.kind === 'person' && !involved.has(one.login.toLowerCase());
  return !(
    pull.askedByApp.some(isOutsider) ||
    alreadyAsked(pull).some((one) => isOutsider(one) && isFree(one))
  );
}

function outsiderOf(
  input: ReviewerInput & { readonly candidates: readonly Candidate[] },
): string | null {
  const { incident, record, facts, candidates } = input;
  const involved = involvedIn(incident, record);
  const author = facts.pull?.author.login ?? '';
  const named = namedReviewers(input);
  const free = candidates
    .filter(isAble)
    .map(({ login }) => login)
    .filter(
      (login) =>
        !involved.has(login.toLowerCase()) &&
        !sameLogin(login, author) &&
        !named.some((one) => sameReviewer(one, person(login))),
    );
  return leastAsked(free, facts.others, incident.ref.number);
}

function isAble({ kind, mayRead, reviewable }: Candidate): boolean {
  return kind === 'person' && mayRead && reviewable;
}

function person(login: string): Reviewer {
  return { kind: 'person', login };
}

function sameReviewer(a: Reviewer, b: Reviewer): boolean {
  if (a.kind === 'person') return b.kind === 'person' && sameLogin(a.login, b.login);
  return b.kind === 'team' && teamKey(a) === teamKey(b);
}
