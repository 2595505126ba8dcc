import type { RepoRef } from '../../core/ids.ts';
import type { Changed } from '../../core/postmortem/document-among.ts';
import { isGone } from '../client/errors.ts';
import type { Session } from '../client/session.ts';
import type { ownCommitAt } from './to-postmortem.ts';

/** What a branch does that its base has not. */
export interface BranchChanges {
  readonly files: readonly Changed[];
  readonly commits: Parameters<typeof ownCommitAt>[0];
}

/** From where they parted: the first three hundred files and 250 commits. */
export async function compareBranch(
  { octokit }: Session,
  repo: RepoRef,
  { base, head }: { readonly base: string; readonly head: string },
): Promise<BranchChanges> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner: repo.owner,
      repo: repo.name,
      basehead: `${base}...${head}`,
    });
    return {
      files: (data.files ?? []).map(({ filename, status }) => ({ path: filename, change: status })),
      commits: data.commits.map(({ commit, author }) => ({
        by: author !== null && 'login' in author ? author.login : commit.author?.name,
        signed: commit.verification?.verified === true,
        at: commit.committer?.date ?? commit.author?.date ?? '',
      })),
    };
  } catch (error) {
    // Of branches without a common past, and of commits that are gone meanwhile.
    if (isGone(error)) return { files: [], commits: [] };
    throw error;
  }
}
