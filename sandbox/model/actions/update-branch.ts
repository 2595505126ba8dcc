/** Bringing the branch of a pull request up to date with its base ("Update branch"). */
import type { Actor } from '../actor.ts';
import { setBranch } from '../branches.ts';
import { isAncestor } from '../git/history.ts';
import { integrate } from '../git/integrate.ts';
import { pushViolations } from '../queries/push-rules.ts';
import type { Issue } from '../records/issue.ts';
import type { Result } from '../result.ts';
import { notFound, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { register } from '../world.ts';
import type { World } from '../world.ts';
import { signatureOf } from './contents.ts';

/**
 * Merges the base into the head, as one commit with two parents. Everything that is in the way is a 422:
 * a head that moved, a conflict, a base without anything new, a rule of the branch.
 */
export function updatePullBranch(
  world: World,
  actor: Actor,
  { issue, expectedHead }: { readonly issue: Issue; readonly expectedHead?: string },
): Result<{ readonly sha: string }> {
  const { pull } = issue;
  const repository = pull?.headRepository ?? null;
  if (pull === null || repository === null) return notFound();
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const base = issue.repository.branches.get(pull.baseRef);
  if (issue.state === 'closed' || base === undefined) {
    return unprocessable('Cannot update the branch of a closed pull request.');
  }
  if (expectedHead !== undefined && expectedHead !== pull.headSha) {
    return unprocessable("expected head sha didn't match current head ref.");
  }
  if (isAncestor(repository.objects, base, pull.headSha)) {
    return unprocessable('There are no new commits on the base branch.');
  }
  const committer = {
    account: allowed.value.account,
    signature: signatureOf(world, allowed.value),
  };
  const commit = integrate(repository.objects, {
    base: pull.headSha,
    head: base,
    method: 'merge',
    message: `Merge branch '${pull.baseRef}' into ${pull.headRef}`,
    author: committer,
    committer,
  });
  if (commit === null) return unprocessable('merge conflict between base and head');
  const branch = pull.headRef;
  const change = { repository, branch, before: pull.headSha, after: commit.sha };
  const violations = pushViolations(world, allowed.value, change);
  if (violations.length > 0)
    return unprocessable(`Repository rule violations found\n\n${violations.join('\n\n')}`);
  register(world, { type: 'Commit', record: commit, repository });
  setBranch(world, allowed.value, repository, { branch, sha: commit.sha });
  return ok({ sha: commit.sha });
}
