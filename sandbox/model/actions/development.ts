/** Linking issues and pull requests by hand, in the Development panel. */
import type { Actor } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import type { Issue } from '../records/issue.ts';
import type { Result } from '../result.ts';
import { notFound, ok, unprocessable } from '../result.ts';
import { authorize, canRead } from '../roles.ts';
import type { World } from '../world.ts';

/** Most issues and pull requests one item can be linked to by hand. */
const linkLimit = 10;

/** Links a pull request to an issue it will close. */
export function linkPull(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly pull: Issue },
): Result<Issue> {
  const { issue, pull } = input;
  const allowed = authorize(world, actor, pull.repository, 'triage');
  if (!allowed.ok) return allowed;
  if (!canRead(world, allowed.value, issue.repository)) return notFound();
  if (pull.pull === null || issue.pull !== null) {
    return unprocessable('Only an issue and a pull request can be linked.');
  }
  const { linkedIssues } = pull.pull;
  if (linkedIssues.includes(issue)) return ok(issue);
  if (linkedIssues.length >= linkLimit) {
    return unprocessable(`At most ${linkLimit} issues can be linked by hand.`);
  }
  linkedIssues.push(issue);
  recordEvent(world, issue, allowed.value, { event: 'connected', subject: pull });
  recordEvent(world, pull, allowed.value, { event: 'connected', subject: issue });
  return ok(issue);
}

/** Removes a link made by hand. */
export function unlinkPull(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly pull: Issue },
): Result<Issue> {
  const { issue, pull } = input;
  const allowed = authorize(world, actor, pull.repository, 'triage');
  if (!allowed.ok) return allowed;
  const place = pull.pull?.linkedIssues.indexOf(issue) ?? -1;
  if (place === -1) return notFound();
  pull.pull?.linkedIssues.splice(place, 1);
  recordEvent(world, issue, allowed.value, { event: 'disconnected', subject: pull });
  recordEvent(world, pull, allowed.value, { event: 'disconnected', subject: issue });
  return ok(issue);
}
