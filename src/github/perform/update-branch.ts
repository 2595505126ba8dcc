import { formatIssue } from '../../core/ids.ts';
import { isGone, PermissionMissing, statusOf } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onPull, repeatable } from './place.ts';

/**
 * GitHub's own merge, as the button "Update branch" does it; it answers before it has merged. A head that
 * moved, a conflict and a base without anything new are refused (422), and so are changes of workflows, for
 * which an app needs a permission of its own: the branch then stays as it is, and so it does whatever else
 * GitHub does not allow there.
 */
export async function updateBranch(
  { session, note }: Hands,
  { pull, expected }: EffectOf<'update-branch'>,
): Promise<void> {
  try {
    await session.octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch', {
      ...onPull(pull),
      expected_head_sha: expected,
      ...repeatable,
    });
  } catch (error) {
    if (!(error instanceof Error) || !isRefusal(error)) throw error;
    note('GitHub does not bring a branch up to date', {
      pull: formatIssue(pull),
      why: error.message,
    });
  }
}

/** GitHub understood who asks and what for. Its limits are judged before (`RetryLater`). */
function isRefusal(error: Error): boolean {
  if (error instanceof PermissionMissing) return true;
  const status = statusOf(error) ?? 0;
  return status >= 400 && status < 500 && status !== 401 && !isGone(error);
}
