/** When a closed pull request can be opened again. */
import type { Issue } from '../records/issue.ts';

/** Why this cannot be reopened, or null. Issues always can. */
export function reopenFault(issue: Issue): string | null {
  const { pull } = issue;
  if (pull === null) return null;
  if (pull.mergedAt !== null) return 'Pull request is merged and cannot be reopened.';
  if (pull.headRepository === null)
    return 'The repository that submitted this pull request has been deleted.';
  if (!pull.headRepository.branches.has(pull.headRef)) {
    return `The ${pull.headRef} branch has been deleted.`;
  }
  if (!issue.repository.branches.has(pull.baseRef)) {
    return `The ${pull.baseRef} branch has been deleted.`;
  }
  const twin = [...issue.repository.issues.values()].some(
    (other) =>
      other !== issue &&
      other.state === 'open' &&
      other.pull?.headRepository === pull.headRepository &&
      other.pull.headRef === pull.headRef &&
      other.pull.baseRef === pull.baseRef,
  );
  return twin ? 'A pull request already exists for this branch.' : null;
}
