/** GitHub's answers about pull requests as facts: pure. */
import { FIX_LABEL, isLabel } from '../../core/followup/item-labels.ts';
import type { PullFacts, ReviewFacts } from '../../core/gate/facts.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { Actor } from '../../core/incident/facts.ts';
import { instantFromIso, instantOf, type Instant } from '../../core/time.ts';
import type { AppIdentity } from '../../flow/ports/app-identity.ts';
import type { OwnRun } from '../../flow/ports/pulls.ts';
import type { AccountAnswer, OwnRunAnswer, PullAnswer } from './pull-answer.ts';
import { toFiles } from './pull-files.ts';
import { placeOf, present, toActor } from './translate.ts';

/** `head`: the head commit where it is known better than by the pull request's own list of commits. */
export function toPull(
  pull: PullAnswer,
  repo: RepoRef,
  view: { readonly self: AppIdentity; readonly head?: OwnRunAnswer | null },
): PullFacts {
  const { self } = view;
  return {
    ref: { repo, number: pull.number },
    nodeId: pull.id,
    url: pull.url,
    author: toActor(pull.author, self),
    state: STATES[pull.state],
    isDraft: pull.isDraft,
    baseRef: pull.baseRefName,
    headSha: pull.headRefOid,
    headPushedAt: headPushedAt(pull, view.head ?? headOf(pull)),
    updatedAt: instantFromIso(pull.updatedAt),
    inMergeQueue: pull.isInMergeQueue,
    autoMerge: pull.autoMergeRequest !== null,
    files: toFiles(pull),
    closes: present(pull.closingIssuesReferences?.nodes).flatMap((issue) => placeOf(issue) ?? []),
    reviews: present(pull.latestOpinionatedReviews?.nodes).flatMap((review) =>
      toReview(review, self),
    ),
    fixLabel: fixLabel(pull, self),
    commitAuthors: commitAuthors(pull),
  };
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

/** The head commit as the pull request lists it; null where the list ends before the head. */
export function headOf(pull: PullAnswer): OwnRunAnswer | null {
  const head = present(pull.head.nodes).at(-1)?.commit;
  return head?.oid === pull.headRefOid ? head : null;
}

export function runOf(head: OwnRunAnswer | null): OwnRun | null {
  const suite = present(head?.checkSuites?.nodes)[0];
  const run = present(suite?.checkRuns?.nodes)[0];
  if (run === undefined) return null;
  return { externalId: run.externalId ?? '', completed: run.status === 'COMPLETED' };
}

/**
 * The suite says when the commit came to the repository. It may have come to a branch long before it was
 * pushed over another head of this pull request: a force push that made it the head says when.
 */
function headPushedAt(pull: PullAnswer, head: OwnRunAnswer | null): Instant | null {
  const suite = present(head?.checkSuites?.nodes)[0];
  if (suite === undefined) return null;
  const forced = present(pull.events.nodes)
    .filter(({ afterCommit }) => afterCommit?.oid === pull.headRefOid)
    .map(({ createdAt }) => instantFromIso(createdAt));
  return instantOf(Math.max(instantFromIso(suite.createdAt), ...forced));
}

function toReview(
  review: NonNullable<NonNullable<PullAnswer['latestOpinionatedReviews']>['nodes']>[number] & {},
  self: AppIdentity,
): readonly ReviewFacts[] {
  const opinion = OPINIONS[review.state];
  if (opinion === undefined || review.submittedAt === null) return [];
  const by = toActor(review.author, self);
  return [
    { by, opinion, commit: review.commit?.oid ?? null, at: instantFromIso(review.submittedAt) },
  ];
}

const OPINIONS: Readonly<Record<string, ReviewFacts['opinion'] | undefined>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
};

/** A label whose setting lies further back than the events that were read was set by nobody known, long ago. */
function fixLabel(pull: PullAnswer, self: AppIdentity): PullFacts['fixLabel'] {
  if (!present(pull.labels?.nodes).some(({ name }) => isLabel(name, FIX_LABEL))) return null;
  const set = present(pull.events.nodes)
    .filter(
      ({ __typename, label }) =>
        __typename === 'LabeledEvent' && label !== undefined && isLabel(label.name, FIX_LABEL),
    )
    .at(-1);
  if (set === undefined) return { by: toActor(null, self), at: instantOf(0) };
  return { by: toActor(set.actor, self), at: instantFromIso(set.createdAt) };
}

/** What GitHub itself commits on the web carries its own account as committer. */
const WEB_COMMITTER = 'web-flow';
const UNSIGNED = { isValid: false, wasSignedByGitHub: false };

/**
 * Authors, co-authors, and whoever committed in their name. An app's name counts only where GitHub signed
 * the commit: with a key of their own, people sign whatever name they write there.
 */
function commitAuthors({ commits }: PullAnswer): PullFacts['commitAuthors'] {
  const found = new Map<string, Actor | null>();
  let complete = commits.nodes !== null && commits.nodes.length === commits.totalCount;
  let signed = true;
  for (const each of commits.nodes ?? []) {
    const signature = each?.commit.signature ?? UNSIGNED;
    if (!signature.isValid) signed = false;
    const authors = each?.commit.authors.nodes ?? [];
    if (each === null || authors.length < each.commit.authors.totalCount) complete = false;
    const committer = each?.commit.committer;
    const committed = committer?.user == null || committer.user.login === WEB_COMMITTER;
    for (const account of committed ? authors : [...authors, committer]) {
      const actor = toAuthor(account, signature.isValid && signature.wasSignedByGitHub);
      found.set(actor === null ? '' : `${actor.kind} ${actor.login.toLowerCase()}`, actor);
    }
  }
  return { authors: [...found.values()], complete, signed };
}

/** GitHub shows an app as an account whose login ends in `[bot]`, which no person's can. */
function toAuthor(account: AccountAnswer, signedByGitHub: boolean): Actor | null {
  const login = account?.user?.login;
  if (login === undefined) return null;
  const name = login.replace(/\[bot\]$/, '');
  if (name === login) return { login, kind: 'person' };
  return signedByGitHub ? { login: name, kind: 'bot' } : null;
}
