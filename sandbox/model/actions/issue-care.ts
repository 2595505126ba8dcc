/** Locking, pinning, deleting and transferring issues. */
import type { Actor } from '../actor.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import type { Issue, LockReason } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import type { Result, forbidden } from '../result.ts';
import { ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import type { World } from '../world.ts';
import { leaveRelations, moveRecord, withdraw } from './issue-moving.ts';

/** Most issues one repository can pin. */
const pinLimit = 3;

/** Locks the conversation: then only people with push access comment and react. */
export function lockIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly reason?: LockReason | null },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'moderate');
  if (!allowed.ok) return allowed;
  const reason = input.reason ?? null;
  issue.lock = { reason };
  recordEvent(world, issue, allowed.value, { event: 'locked', lockReason: reason });
  emitOnIssue(world, issue, allowed.value.account, { action: 'locked' });
  return ok(issue);
}

/** Unlocks the conversation. */
export function unlockIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'moderate');
  if (!allowed.ok) return allowed;
  if (issue.lock === null) return ok(issue);
  issue.lock = null;
  recordEvent(world, issue, allowed.value, { event: 'unlocked', lockReason: null });
  emitOnIssue(world, issue, allowed.value.account, { action: 'unlocked' });
  return ok(issue);
}

/** Pins an issue to its repository, at most three. */
export function pinIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const { repository } = issue;
  const allowed = authorize(world, actor, repository, 'moderate');
  if (!allowed.ok) return allowed;
  if (issue.pull !== null) return unprocessable('Pull requests cannot be pinned.');
  if (repository.pinned.includes(issue)) return ok(issue);
  if (repository.pinned.length >= pinLimit) {
    return unprocessable(`Maximum ${pinLimit} pinned issues per repository`);
  }
  repository.pinned.push(issue);
  recordEvent(world, issue, allowed.value, { event: 'pinned' });
  world.emit(repository, allowed.value.account, { name: 'issues', action: 'pinned', issue });
  return ok(issue);
}

/** Takes an issue off its repository's pins. */
export function unpinIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const { repository } = issue;
  const allowed = authorize(world, actor, repository, 'moderate');
  if (!allowed.ok) return allowed;
  if (!repository.pinned.includes(issue)) return ok(issue);
  repository.pinned = repository.pinned.filter((each) => each !== issue);
  recordEvent(world, issue, allowed.value, { event: 'unpinned' });
  world.emit(repository, allowed.value.account, { name: 'issues', action: 'unpinned', issue });
  return ok(issue);
}

/** Deletes an issue for good: administrators only. Its number answers 410 from then on. */
export function deleteIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue },
): Result<Issue> {
  const { issue } = input;
  const allowed = authorize(world, actor, issue.repository, 'administer');
  if (!allowed.ok) return allowed;
  if (issue.pull !== null) return unprocessable('Pull requests cannot be deleted.');
  issue.repository.deletedNumbers.add(issue.number);
  leaveRelations(world, issue);
  withdraw(world, issue);
  for (const comment of issue.comments) {
    world.state.comments.delete(comment.id);
    world.state.nodes.delete(comment.nodeId);
  }
  const { repository } = issue;
  world.emit(repository, allowed.value.account, { name: 'issues', action: 'deleted', issue });
  return ok(issue);
}

/**
 * Moves an issue to another repository of the same owner; push access on both sides is needed, and
 * nothing moves from private to public. Comments and history go along, labels where the name exists
 * there. The answer is the new issue; the old number redirects to it.
 */
export function transferIssue(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly to: Repository },
): Result<Issue> {
  const { issue, to } = input;
  const from = issue.repository;
  const source = authorize(world, actor, from, 'moderate');
  const target = authorize(world, actor, to, 'moderate');
  if (!source.ok) return source;
  if (!target.ok) return target;
  const fault = transferFault(issue, to);
  if (fault !== null) return fault;
  const moved = moveRecord(world, issue, to);
  recordEvent(world, moved, source.value, { event: 'transferred', from });
  const { account } = source.value;
  world.emit(from, account, { name: 'issues', action: 'transferred', issue, to: moved });
  world.emit(to, account, {
    name: 'issues',
    action: 'opened',
    issue: moved,
    old: { issue, repository: from },
  });
  return ok(moved);
}

function transferFault(issue: Issue, to: Repository): ReturnType<typeof forbidden> | null {
  const from = issue.repository;
  if (issue.pull !== null) return unprocessable('Pull requests cannot be transferred.');
  if (from === to || from.owner !== to.owner) {
    return unprocessable('Issues can only be transferred to another repository of the same owner.');
  }
  if (from.visibility !== 'public' && to.visibility === 'public') {
    return unprocessable('An issue of a private repository cannot move to a public one.');
  }
  return to.settings.hasIssues ? null : unprocessable('The repository has issues disabled.');
}
