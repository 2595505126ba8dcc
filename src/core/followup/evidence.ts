import type { IssueRef } from '../ids.ts';
import { sameLogin } from '../incident/authority.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import type { OnItemEntry } from '../ledger/ledger.ts';
import { reopenedSince } from './item-said.ts';
import { ownWork, type Known } from './whose-work.ts';

/** Why an item counts as done, or why closing it was not enough. */
export type Evidence =
  | { readonly is: 'open' }
  | { readonly is: 'done'; readonly by: DoneBy }
  | { readonly is: 'closed-without-evidence'; readonly because: NoEvidence };

export type DoneBy =
  | { readonly kind: 'pull-request'; readonly pull: IssueRef }
  /** Closed by somebody who is not its assignee. */
  | { readonly kind: 'person'; readonly login: string }
  /** Somebody whose work it was not said `/confirm`, whoever closed it, and also before the app has. */
  | { readonly kind: 'confirmation'; readonly login: string };

export type NoEvidence =
  /** Closed as not planned, or as a duplicate. */
  | 'not-completed'
  /** It was closed already when it became an item: nothing was done that anybody had agreed on. */
  | 'closed-before'
  /** By one of its assignees: nobody vouches for their own work. */
  | 'closed-by-assignee'
  /** Nobody was assigned, and it was closed by whoever had opened it, or asked the app for it. */
  | 'closed-by-owner'
  /** Nobody was assigned, an app opened it, and nobody else has said that it is done. */
  | 'closed-alone'
  /** Nobody was assigned, and the app opened it, but nobody knows any more for whom. */
  | 'owner-unknown'
  /** Assignees came and went so often that GitHub does not show them all. */
  | 'assignees-unknown'
  /** By its author, whom GitHub lets close it without any right, and of whom it shows none. */
  | 'closed-by-stranger'
  /** By an app, without a merged pull request. */
  | 'closed-by-app'
  /** GitHub does not tell who closed it, or the account is gone. */
  | 'closer-unknown';

type Closed = Pick<
  SubIssueFacts,
  | 'ref'
  | 'author'
  | 'authorBelongs'
  | 'state'
  | 'stateReason'
  | 'closedAt'
  | 'closedBy'
  | 'assignees'
  | 'assignments'
  | 'stateEvents'
>;

/**
 * Done means evidence: closed as completed, since it became an item, by a merged pull request, or by a
 * person whose work it was not; or confirmed by such a person, and not reopened by anybody since. To
 * close an issue takes triage rights, which GitHub has seen to, or having written it: that alone is none.
 */
export function evidenceOf(item: Closed, known: Known): Evidence {
  const because = item.state === 'open' ? null : objection(item, known);
  if (item.state === 'closed' && because === null) {
    const pull = mergedBy(item);
    if (pull !== null) return { is: 'done', by: { kind: 'pull-request', pull } };
    return { is: 'done', by: { kind: 'person', login: item.closedBy?.by.login ?? '' } };
  }
  const confirmed = confirmationOf(item, known);
  if (confirmed !== null) {
    return { is: 'done', by: { kind: 'confirmation', login: confirmed.by } };
  }
  return because === null ? { is: 'open' } : { is: 'closed-without-evidence', because };
}

/** The latest `/confirm` by somebody whose work it was not, while no person has reopened it since. */
function confirmationOf(item: Closed, known: Known): OnItemEntry | null {
  return (
    known.said.findLast(
      ({ said, at, by }) =>
        said.kind === 'confirm' &&
        at >= known.becameItem &&
        !reopenedSince(item, at) &&
        ownWork(by, at, { item, known }) === null,
    ) ?? null
  );
}

function objection(item: Closed, known: Known): NoEvidence | null {
  const { stateReason, closedAt, closedBy } = item;
  if (stateReason !== 'completed') return 'not-completed';
  if (closedBy === null || closedAt === null) return 'closer-unknown';
  if (closedAt < known.becameItem) return 'closed-before';
  if (mergedBy(item) !== null) return null;
  const { by } = closedBy;
  if (by.kind !== 'person') return 'closed-by-app';
  const own = ownWork(by.login, closedAt, { item, known });
  if (own !== null) return own;
  const isAuthor = sameLogin(by.login, item.author.login);
  return isAuthor && !item.authorBelongs ? 'closed-by-stranger' : null;
}

/**
 * The merged pull request that closed it. In another owner's repository, as in one's own, whoever may close
 * the issue may merge what they like: that is a click like any other.
 */
function mergedBy({ ref, closedBy }: Pick<Closed, 'ref' | 'closedBy'>): IssueRef | null {
  const pull = closedBy?.pull;
  if (pull?.merged !== true) return null;
  const isHome = pull.ref.repo.owner.toLowerCase() === ref.repo.owner.toLowerCase();
  return isHome ? pull.ref : null;
}
