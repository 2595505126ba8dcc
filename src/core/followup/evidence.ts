import type { IssueRef } from '../ids.ts';
import type { SubIssueFacts } from '../incident/facts.ts';

/** Why an item counts as done, or why closing it was not enough. */
export type Evidence =
  | { readonly is: 'open' }
  | { readonly is: 'done'; readonly by: DoneBy }
  | { readonly is: 'closed-without-evidence'; readonly because: NoEvidence };

export type DoneBy =
  | { readonly kind: 'pull-request'; readonly pull: IssueRef }
  /** Closed by somebody who is not its assignee. */
  | { readonly kind: 'person'; readonly login: string };

export type NoEvidence =
  /** Closed as not planned, or as a duplicate. */
  | 'not-completed'
  /** By one of its assignees: nobody vouches for their own work. */
  | 'closed-by-assignee'
  /** By an app, without a merged pull request. */
  | 'closed-by-app'
  /** GitHub does not tell who closed it, or the account is gone. */
  | 'closer-unknown';

type Closed = Pick<SubIssueFacts, 'state' | 'stateReason' | 'closedBy' | 'assignees'>;

/**
 * Done means evidence: closed as completed by a merged pull request, or by a person other than every
 * assignee. To close an issue takes triage rights or having written it, which GitHub has seen to.
 */
export function evidenceOf(item: Closed): Evidence {
  if (item.state === 'open') return { is: 'open' };
  const because = objection(item);
  if (because !== null) return { is: 'closed-without-evidence', because };
  const { by, pull } = item.closedBy ?? {};
  if (pull?.merged === true) return { is: 'done', by: { kind: 'pull-request', pull: pull.ref } };
  return { is: 'done', by: { kind: 'person', login: by?.login ?? '' } };
}

function objection({ stateReason, closedBy, assignees }: Closed): NoEvidence | null {
  if (stateReason !== 'completed') return 'not-completed';
  if (closedBy === null) return 'closer-unknown';
  const { by, pull } = closedBy;
  if (pull?.merged === true) return null;
  if (by.kind !== 'person') return 'closed-by-app';
  if (by.login.toLowerCase() === 'ghost') return 'closer-unknown';
  const isAssignee = assignees.some((login) => login.toLowerCase() === by.login.toLowerCase());
  return isAssignee ? 'closed-by-assignee' : null;
}
