import { formatRepo, type RepoRef } from '../../core/ids.ts';
import { isGone, Refused, statusOf } from '../client/errors.ts';
import type { Hands } from './performer.ts';
import { inRepo, repeatable } from './place.ts';

interface Place {
  readonly repo: RepoRef;
  /** Without `refs/heads/`. */
  readonly branch: string;
}

/** Makes a branch at a commit; one that is there already stays where it is. */
export async function makeBranch(
  { session }: Hands,
  { repo, branch, oid }: Place & { readonly oid: string },
): Promise<void> {
  try {
    await session.octokit.request('POST /repos/{owner}/{repo}/git/refs', {
      ...inRepo(repo),
      ref: `refs/heads/${branch}`,
      sha: oid,
      ...repeatable,
    });
  } catch (error) {
    if (statusOf(error) !== 422 || !(error instanceof Error)) throw error;
    if (saysThere(error)) return;
    throw new Refused(`GitHub makes no branch in ${formatRepo(repo)}: ${error.message}`, {
      cause: error,
    });
  }
}

function saysThere(error: Error): boolean {
  return /reference already exists/i.test(error.message);
}

/** The commit that a branch points to; null where there is no such branch. */
export async function headOf({ session }: Hands, { repo, branch }: Place): Promise<string | null> {
  try {
    const { data } = await session.octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...inRepo(repo),
      ref: `heads/${branch}`,
    });
    return data.object.sha;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
