/** An author's association with a repository, as `author_association` shows it to an App. */
import type { Account } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';

export type Association = 'COLLABORATOR' | 'CONTRIBUTOR' | 'MEMBER' | 'NONE' | 'OWNER';

/**
 * Private membership is not shown, so it looks like CONTRIBUTOR or NONE: never a basis for authority.
 * A contributor has a commit on the default branch.
 */
export function authorAssociation(account: Account, repository: Repository): Association {
  const { owner } = repository;
  if (owner === account) return 'OWNER';
  if (owner.type === 'Organization' && owner.members.get(account.id)?.public === true) {
    return 'MEMBER';
  }
  if (repository.collaborators.has(account.id)) return 'COLLABORATOR';
  return hasContributed(account, repository) ? 'CONTRIBUTOR' : 'NONE';
}

function hasContributed(account: Account, repository: Repository): boolean {
  const seen = new Set<string>();
  const waiting = [repository.branches.get(repository.defaultBranch)];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = repository.objects.commits.get(sha);
    if (commit === undefined || seen.has(sha)) continue;
    if (commit.authorAccount === account) return true;
    seen.add(sha);
    waiting.push(...commit.parents);
  }
  return false;
}
