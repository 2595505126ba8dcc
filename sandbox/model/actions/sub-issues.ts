/** Sub-issues: at most 100 under one parent, eight levels, one owner, no circles. */
import type { Actor, Performer } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import type { Issue } from '../records/issue.ts';
import type { Result } from '../result.ts';
import { notFound, ok, unprocessable } from '../result.ts';
import { authorize, canRead } from '../roles.ts';
import type { World } from '../world.ts';

const childLimit = 100;
const levelLimit = 8;

/** Makes an issue a sub-issue. An issue that has a parent moves only with `replaceParent`. */
export function addSubIssue(
  world: World,
  actor: Actor,
  input: { readonly parent: Issue; readonly subIssue: Issue; readonly replaceParent?: boolean },
): Result<Issue> {
  const { parent, subIssue } = input;
  const allowed = authorize(world, actor, parent.repository, 'triage');
  if (!allowed.ok) return allowed;
  if (!canRead(world, allowed.value, subIssue.repository)) return notFound();
  const fault = structureFault(parent, subIssue, input.replaceParent ?? false);
  if (fault !== null) return unprocessable(fault);
  if (subIssue.parent !== null) detach(world, allowed.value, subIssue.parent, subIssue);
  parent.subIssues.push(subIssue);
  subIssue.parent = parent;
  const account = allowed.value;
  recordEvent(world, parent, account, { event: 'sub_issue_added', subIssue });
  recordEvent(world, subIssue, account, { event: 'parent_issue_added', parent });
  announce(world, account, { change: 'added', parent, subIssue });
  return ok(subIssue);
}

/** Takes an issue away from its parent. */
export function removeSubIssue(
  world: World,
  actor: Actor,
  input: { readonly parent: Issue; readonly subIssue: Issue },
): Result<Issue> {
  const { parent, subIssue } = input;
  const allowed = authorize(world, actor, parent.repository, 'triage');
  if (!allowed.ok) return allowed;
  if (subIssue.parent !== parent) return notFound('The provided sub-issue does not exist');
  detach(world, allowed.value, parent, subIssue);
  return ok(subIssue);
}

/** Changes the order: places a sub-issue right after or right before another one. */
export function moveSubIssue(
  world: World,
  actor: Actor,
  input: {
    readonly parent: Issue;
    readonly subIssue: Issue;
    readonly after?: Issue;
    readonly before?: Issue;
  },
): Result<Issue> {
  const { parent, subIssue } = input;
  const allowed = authorize(world, actor, parent.repository, 'triage');
  if (!allowed.ok) return allowed;
  const anchor = input.after ?? input.before;
  if (anchor === undefined || (input.after !== undefined && input.before !== undefined)) {
    return unprocessable('Specify exactly one of after_id and before_id.');
  }
  const rest = parent.subIssues.filter((each) => each !== subIssue);
  const place = rest.indexOf(anchor);
  if (subIssue.parent !== parent || place === -1) return notFound();
  rest.splice(input.after === undefined ? place : place + 1, 0, subIssue);
  parent.subIssues = rest;
  return ok(subIssue);
}

function structureFault(parent: Issue, subIssue: Issue, replaceParent: boolean): string | null {
  if (parent.pull !== null || subIssue.pull !== null) {
    return 'Pull requests cannot be sub-issues or parents.';
  }
  if (parent.repository.owner !== subIssue.repository.owner) {
    return 'The sub-issue must belong to the same repository owner as the parent issue.';
  }
  if (subIssue === parent) return 'Sub issue cannot be the same as the parent issue';
  if (subIssue.parent === parent) {
    return 'Issue may not contain duplicate sub-issues and Sub issue may only have one parent';
  }
  if (subIssue.parent !== null && !replaceParent) return 'Sub issue may only have one parent';
  if (parent.subIssues.length >= childLimit) {
    return `Parent cannot have more than ${childLimit} sub-issues`;
  }
  const above = ancestorsOf(parent);
  if (above.includes(subIssue)) {
    return 'An issue cannot be its own ancestor.';
  }
  if (above.length + 1 + heightOf(subIssue) > levelLimit) {
    return `Sub-issues cannot be nested more than ${levelLimit} levels deep`;
  }
  return null;
}

function ancestorsOf(issue: Issue): Issue[] {
  return issue.parent === null ? [] : [issue.parent, ...ancestorsOf(issue.parent)];
}

/** Levels of sub-issues below an issue. */
function heightOf(issue: Issue): number {
  return issue.subIssues.length === 0 ? 0 : 1 + Math.max(...issue.subIssues.map(heightOf));
}

function detach(world: World, performer: Performer, parent: Issue, subIssue: Issue): void {
  parent.subIssues = parent.subIssues.filter((each) => each !== subIssue);
  subIssue.parent = null;
  recordEvent(world, parent, performer, { event: 'sub_issue_removed', subIssue });
  recordEvent(world, subIssue, performer, { event: 'parent_issue_removed', parent });
  announce(world, performer, { change: 'removed', parent, subIssue });
}

function announce(
  world: World,
  { account }: Performer,
  { change, parent, subIssue }: { change: 'added' | 'removed'; parent: Issue; subIssue: Issue },
): void {
  const name = 'sub_issues';
  const asChild = { name, action: `parent_issue_${change}`, parent, subIssue } as const;
  const asParent = { name, action: `sub_issue_${change}`, parent, subIssue } as const;
  world.emit(subIssue.repository, account, asChild);
  world.emit(parent.repository, account, asParent);
}
