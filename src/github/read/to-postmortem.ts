/** GitHub's answers about postmortems as facts: pure. */
import { incidentOfBranch } from '../../core/followup/postmortem-branch.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { Actor } from '../../core/incident/facts.ts';
import type {
  OtherPostmortem,
  PullFacts,
  ReviewFacts,
  Reviewer,
} from '../../core/postmortem/facts.ts';
import { instantFromIso, instantOf, type Instant } from '../../core/time.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type {
  AskedAnswer,
  OtherAnswer,
  PostmortemPullAnswer,
  ReviewAnswer,
} from './postmortem-answer.ts';
import { stateOf } from './postmortem-pull.ts';
import { present, toActor } from './translate.ts';

export function toPullFacts(
  pull: PostmortemPullAnswer,
  { repo, index }: { readonly repo: RepoRef; readonly index: string },
  self: AppIdentity,
): PullFacts {
  const offers = offersOn(pull, self);
  const { mergedAt } = pull;
  return {
    ref: { repo, number: pull.number },
    url: pull.url,
    author: toActor(pull.author, self),
    state: stateOf(pull, index),
    headOid: pull.headRefOid,
    createdAt: instantFromIso(pull.createdAt),
    closedAt: pull.closedAt === null ? null : instantFromIso(pull.closedAt),
    closedBy: closedBy(pull, self),
    merged:
      mergedAt === null ? null : { at: instantFromIso(mergedAt), by: toActor(pull.mergedBy, self) },
    labels: present(pull.labels?.nodes).map(({ name }) => name),
    reviews: reviewsOn(pull, self),
    asked: present(pull.reviewRequests?.nodes).flatMap(({ requestedReviewer: who }) =>
      toReviewer(who),
    ),
    askedByApp: askedByApp(pull, self),
    files: present(pull.files?.nodes).map(({ path }) => path),
    offered: offers.map(({ marker }) => marker),
    offeredAt: offers.map(({ at }) => at),
    ownComments: ownComments(pull, self),
    touched: isTouched(pull, self),
    reported: reportedOn(pull),
    conflicting: pull.mergeable === 'CONFLICTING',
  };
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

function reviewsOn(pull: PostmortemPullAnswer, self: AppIdentity): readonly ReviewFacts[] {
  const approving = new Set(
    present(pull.events.nodes)
      .filter(({ previousReviewState: before }) => before === 'APPROVED')
      .map(({ review }) => review?.id),
  );
  return [...present(pull.opinions?.nodes), ...present(pull.remarks?.nodes)]
    .flatMap((review) => toReview(review, approving, self))
    .sort((a, b) => a.at - b.at);
}

function toReview(
  { id, state, submittedAt, author, commit }: ReviewAnswer,
  approving: ReadonlySet<string | undefined>,
  self: AppIdentity,
): readonly ReviewFacts[] {
  const known = REVIEWS[state];
  if (known === undefined || submittedAt === null) return [];
  return [
    {
      by: toActor(author, self),
      state: known,
      approved: known === 'approved' || approving.has(id),
      at: instantFromIso(submittedAt),
      oid: commit?.oid ?? '',
    },
  ];
}

const REVIEWS: Readonly<Record<string, ReviewFacts['state'] | undefined>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

function askedByApp(pull: PostmortemPullAnswer, self: AppIdentity): readonly Reviewer[] {
  const all = present(pull.events.nodes)
    .filter(
      ({ __typename: type, actor }) =>
        type === 'ReviewRequestedEvent' && toActor(actor, self).kind === 'self',
    )
    .flatMap(({ requestedReviewer: who }) => toReviewer(who));
  return [...new Map(all.map((one) => [JSON.stringify(one).toLowerCase(), one])).values()];
}

/** None of what is neither person nor team: bots, placeholders, whoever is hidden. */
function toReviewer(who: AskedAnswer | undefined): readonly Reviewer[] {
  if (who?.__typename === 'User' && who.login !== undefined) {
    return [{ kind: 'person', login: who.login }];
  }
  if (who?.__typename !== 'Team' || who.slug === undefined) return [];
  return [{ kind: 'team', org: who.organization?.login ?? '', slug: who.slug }];
}

interface Offer {
  readonly marker: string;
  readonly at: Instant;
}

/** What begins with the marker of an offer, on lines of the document or as an ordinary comment. */
function offersOn(pull: PostmortemPullAnswer, self: AppIdentity): readonly Offer[] {
  const onLines = present(pull.remarks?.nodes).flatMap(({ author, comments }) =>
    present(comments.nodes).map((comment) => ({ ...comment, author })),
  );
  return [...onLines, ...present(pull.comments.nodes)]
    .filter(({ author }) => toActor(author, self).kind === 'self')
    .flatMap(({ body, createdAt }) => {
      const marker = MARKER.exec(body)?.[0];
      return marker === undefined ? [] : [{ marker, at: instantFromIso(createdAt) }];
    })
    .sort((a, b) => a.at - b.at);
}

/** The first line of an offer, as `plan/offers.ts` writes it. */
const MARKER = /^<!-- norepeat:offer [^\r\n]*-->/;

/** Null also while GitHub waits for another run, because somebody asked for one. */
function reportedOn(pull: PostmortemPullAnswer): string | null {
  const head = present(pull.head.nodes).at(-1)?.commit;
  if (head?.oid !== pull.headRefOid) return null;
  const [suite] = present(head.checkSuites?.nodes);
  const [run] = present(suite?.checkRuns?.nodes);
  return run?.status !== 'COMPLETED' || suite?.status === 'QUEUED' ? null : run.externalId;
}

function closedBy({ events }: PostmortemPullAnswer, self: AppIdentity): Actor | null {
  const closing = present(events.nodes).findLast(({ __typename: type }) => type === 'ClosedEvent');
  return closing === undefined ? null : toActor(closing.actor, self);
}

function ownComments(
  { comments }: PostmortemPullAnswer,
  self: AppIdentity,
): PullFacts['ownComments'] {
  return present(comments.nodes)
    .filter(({ author }) => toActor(author, self).kind === 'self')
    .map(({ id: nodeId, fullDatabaseId: id, body }) => ({ id, nodeId, body }));
}

/** Also where it has more commits than are read: the app alone does not make so many. */
function isTouched(pull: PostmortemPullAnswer, self: AppIdentity): boolean {
  const commits = commitsOn(pull);
  const opened = present(pull.events.nodes).filter(
    ({ __typename: type }) => type === 'ReopenedEvent',
  );
  const said = [
    ...present(pull.opinions?.nodes),
    ...present(pull.remarks?.nodes),
    ...present(pull.comments.nodes),
  ];
  return (
    toActor(pull.author, self).kind !== 'self' ||
    commits.length >= 100 ||
    commits.some((commit) => !isOwnCommit(commit, self)) ||
    said.some(({ author }) => toActor(author, self).kind === 'person') ||
    opened.some(({ actor }) => toActor(actor, self).kind === 'person')
  );
}

interface Commit {
  readonly by: string | null | undefined;
  readonly signed: boolean;
  readonly at: string;
}

export function ownCommitAt(commits: readonly Commit[], self: AppIdentity): Instant | null {
  const moments = commits
    .filter((commit) => isOwnCommit(commit, self))
    .map(({ at }) => instantFromIso(at));
  return moments.length === 0 ? null : instantOf(Math.max(...moments));
}

/** Commits of this app carry its name and GitHub's signature, which nobody else can make for it. */
function isOwnCommit({ by, signed }: Commit, self: AppIdentity): boolean {
  return signed && by?.toLowerCase() === `${self.slug}[bot]`.toLowerCase();
}

export function commitsOn(pull: PostmortemPullAnswer): readonly Commit[] {
  return present(pull.commits.nodes).map(({ commit: { author, committedDate, signature } }) => ({
    by: author?.user?.login ?? author?.name,
    signed: signature?.isValid === true && signature.wasSignedByGitHub,
    at: committedDate,
  }));
}

/** Of another incident; none of what only carries the label. */
export function toOther(
  other: OtherAnswer,
  { number }: IssueRef,
  self: AppIdentity,
): readonly OtherPostmortem[] {
  const incident = incidentOfBranch(other.headRefName);
  if (incident === undefined || incident === number || other.isCrossRepository) return [];
  const asked = present(other.reviewRequests?.nodes)
    .flatMap(({ requestedReviewer: who }) => toReviewer(who))
    .flatMap((one) => (one.kind === 'person' ? one.login : []));
  const gave = present(other.latestReviews?.nodes)
    .map(({ author }) => toActor(author, self))
    .flatMap(({ kind, login }) => (kind === 'person' ? login : []));
  return [
    {
      incident,
      state: STATES[other.state],
      createdAt: instantFromIso(other.createdAt),
      reviewers: [...new Set([...asked, ...gave])],
    },
  ];
}
