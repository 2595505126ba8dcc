/** Closing and reopening issues and pull requests. */
import type { Actor, Performer } from '../actor.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import type { Issue, StateReason } from '../records/issue.ts';
import type { Closer } from '../records/timeline.ts';
import type { Result } from '../result.ts';
import { forbidden, ok, unprocessable } from '../result.ts';
import { authorize, may } from '../roles.ts';
import type { World } from '../world.ts';
import { reopenFault } from './pull-reopening.ts';

export interface Closing {
  readonly issue: Issue;
  readonly reason?: 'completed' | 'not_planned' | 'duplicate';
  /** The issue this one repeats; implies the reason `duplicate`. */
  readonly duplicateOf?: Issue;
}

/**
 * Closes: the author may close their own, others need triage. A closed issue closed again with another
 * reason changes its reason; with the same one nothing happens.
 */
export function closeIssue(world: World, actor: Actor, input: Closing): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'comment');
  if (!allowed.ok) return allowed;
  const own = issue.author === allowed.value.account;
  if (!own && !may(world, allowed.value, issue.repository, 'triage')) return lacksTriage();
  if (input.duplicateOf === issue) return unprocessable('An issue cannot duplicate itself.');
  const reason = issue.pull === null ? reasonOf(input) : null;
  if (issue.state === 'closed' && (issue.pull !== null || issue.stateReason === reason)) {
    return ok(issue);
  }
  close(world, allowed.value, issue, { reason, closer: null, duplicateOf: input.duplicateOf });
  return ok(issue);
}

/** Reopens: whoever closed it may if they opened it, others need triage. Merged pull requests stay. */
export function reopenIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'comment');
  if (!allowed.ok) return allowed;
  const closedItThemselves = issue.closedBy === allowed.value.account;
  const own = closedItThemselves && issue.author === allowed.value.account;
  if (!own && !may(world, allowed.value, issue.repository, 'triage')) return lacksTriage();
  if (issue.state === 'open') return ok(issue);
  const fault = reopenFault(issue);
  if (fault !== null) return unprocessable(fault);
  issue.state = 'open';
  issue.stateReason = issue.pull === null ? 'reopened' : null;
  issue.closedAt = null;
  issue.closedBy = null;
  unmarkDuplicate(world, allowed.value, issue);
  recordEvent(world, issue, allowed.value, { event: 'reopened', stateReason: issue.stateReason });
  emitOnIssue(world, issue, allowed.value.account, { action: 'reopened' });
  return ok(issue);
}

/** Closes without asking for rights, for merges and commits that close issues. */
export function close(
  world: World,
  performer: Performer,
  issue: Issue,
  how: {
    readonly reason: StateReason | null;
    readonly closer: Closer;
    readonly duplicateOf?: Issue | undefined;
  },
): void {
  const duplicateOf = how.duplicateOf ?? null;
  issue.state = 'closed';
  issue.stateReason = how.reason;
  issue.closedAt = world.clock.now();
  issue.closedBy = performer.account;
  if (how.reason !== 'duplicate') unmarkDuplicate(world, performer, issue);
  if (duplicateOf !== null && issue.duplicateOf !== duplicateOf) {
    issue.duplicateOf = duplicateOf;
    recordEvent(world, issue, performer, { event: 'marked_as_duplicate', canonical: duplicateOf });
  }
  recordEvent(world, issue, performer, {
    event: 'closed',
    stateReason: how.reason,
    closer: how.closer,
    duplicateOf,
  });
  emitOnIssue(world, issue, performer.account, { action: 'closed' });
}

function reasonOf(input: Closing): StateReason {
  return input.duplicateOf === undefined ? (input.reason ?? 'completed') : 'duplicate';
}

function unmarkDuplicate(world: World, performer: Performer, issue: Issue): void {
  if (issue.duplicateOf === null) return;
  const canonical = issue.duplicateOf;
  issue.duplicateOf = null;
  recordEvent(world, issue, performer, { event: 'unmarked_as_duplicate', canonical });
}

function lacksTriage(): ReturnType<typeof forbidden> {
  return forbidden('Must have triage access to repository');
}
