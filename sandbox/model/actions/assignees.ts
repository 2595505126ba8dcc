/** Assigning people to issues and pull requests. */
import type { Actor, Performer } from '../actor.ts';
import { emitOnIssue, recordEvent } from '../happenings.ts';
import type { User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { ok } from '../result.ts';
import { authorize, explicitRole, roleOf } from '../roles.ts';
import type { World } from '../world.ts';

/** Most people one issue can be assigned to. */
const assigneeLimit = 10;

/** Adds people. Those who cannot be assigned, and those beyond the tenth, are dropped silently. */
export function addAssignees(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly users: readonly User[] },
): Result<Issue> {
  const allowed = authorize(world, actor, input.issue.repository, 'triage');
  if (!allowed.ok) return allowed;
  putAssignees(world, input.issue, allowed.value, input.users);
  return ok(input.issue);
}

/** Removes people; those who are not assigned change nothing. */
export function removeAssignees(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly users: readonly User[] },
): Result<Issue> {
  const { issue, users } = input;
  const allowed = authorize(world, actor, issue.repository, 'triage');
  if (!allowed.ok) return allowed;
  for (const assignee of issue.assignees.filter((each) => users.includes(each))) {
    issue.assignees = issue.assignees.filter((each) => each !== assignee);
    recordEvent(world, issue, allowed.value, { event: 'unassigned', assignee });
    emitOnIssue(world, issue, allowed.value.account, { action: 'unassigned', assignee });
  }
  return ok(issue);
}

/** Replaces all assignees: only the differences become events. */
export function setAssignees(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly users: readonly User[] },
): Result<Issue> {
  const { issue, users } = input;
  const others = issue.assignees.filter((each) => !users.includes(each));
  const removed = removeAssignees(world, actor, { issue, users: others });
  return removed.ok ? addAssignees(world, actor, { issue, users }) : removed;
}

/**
 * Whether a person can be assigned: people with a role of their own, members of the organisation who
 * can read, and whoever opened or commented on this issue.
 */
export function canBeAssigned(
  world: World,
  repository: Repository,
  user: User,
  issue?: Issue,
): boolean {
  if (explicitRole(world, user, repository) !== null) return true;
  const { owner } = repository;
  if (owner.type === 'Organization' && owner.members.has(user.id)) {
    return roleOf(world, user, repository) !== null;
  }
  return issue?.comments.some((comment) => comment.author === user) ?? false;
}

/** Assigns without asking for the actor's rights. */
export function putAssignees(
  world: World,
  issue: Issue,
  performer: Performer,
  users: readonly User[],
): void {
  for (const assignee of users) {
    const full = issue.assignees.length >= assigneeLimit;
    if (full || issue.assignees.includes(assignee)) continue;
    if (!canBeAssigned(world, issue.repository, assignee, issue)) continue;
    issue.assignees.push(assignee);
    recordEvent(world, issue, performer, { event: 'assigned', assignee });
    emitOnIssue(world, issue, performer.account, { action: 'assigned', assignee });
  }
}
