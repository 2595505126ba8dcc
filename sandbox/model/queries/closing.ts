/** Which issues a pull request would close, and which pull requests would close an issue. */
import type { Issue } from '../records/issue.ts';
import { referencedIssues } from '../references.ts';
import type { World } from '../world.ts';

/**
 * Issues linked by a closing keyword in the description or by hand. GitHub reads keywords only when the
 * pull request targets the default branch; what commit messages close is not listed.
 */
export function closingIssues(world: World, pull: Issue): Issue[] {
  if (pull.pull === null) return [];
  const linked = new Set(pull.pull.linkedIssues);
  if (pull.pull.baseRef === pull.repository.defaultBranch) {
    for (const { issue, closing } of referencedIssues(world, pull.repository, pull.body)) {
      if (closing && issue.pull === null) linked.add(issue);
    }
  }
  return [...linked].filter((issue) => issue.repository.issues.get(issue.number) === issue);
}

/** The pull requests that would close an issue, oldest first. */
export function closingPulls(world: World, issue: Issue): Issue[] {
  const found: Issue[] = [];
  for (const repository of world.state.repositories.values()) {
    for (const candidate of repository.issues.values()) {
      if (candidate.pull !== null && closingIssues(world, candidate).includes(issue)) {
        found.push(candidate);
      }
    }
  }
  return found.sort((a, b) => a.id - b.id);
}

/** Whether merging the source of a cross reference would close the target. */
export function willClose(world: World, source: Issue, target: Issue): boolean {
  return closingIssues(world, source).includes(target);
}
