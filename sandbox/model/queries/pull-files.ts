/** The files of a pull request: from the common ancestor of base and head to the head. */
import { changesBetween } from '../git/compare.ts';
import { mergeBase } from '../git/history.ts';
import type { FileChange } from '../records/git.ts';
import type { Issue } from '../records/issue.ts';

/** GitHub lists no more than this, whatever a pull request holds; only the count tells. */
export const mostListedFiles = 3000;

/** The changed files with patches, in path order; none for an issue. */
export function pullFiles(issue: Issue): readonly FileChange[] {
  const { pull, repository } = issue;
  if (pull === null) return [];
  const from = mergeBase(repository.objects, baseOf(issue), pull.headSha);
  return changesBetween(repository.objects, from, pull.headSha);
}

/** The base to compare with: the branch's present tip, or where it stood before the merge. */
export function baseOf(issue: Issue): string {
  const { pull, repository } = issue;
  if (pull === null) return '';
  const tip = repository.branches.get(pull.baseRef);
  return issue.state === 'open' && tip !== undefined ? tip : pull.baseSha;
}
