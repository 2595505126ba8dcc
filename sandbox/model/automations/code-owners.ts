/** Code owners are asked for a review when a pull request that touches their files is ready for one. */
import { requestReviewers } from '../actions/review-requests.ts';
import type { Person, Team, User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import { ownersOfPull } from '../queries/code-owners.ts';
import type { World } from '../world.ts';

/** Asks all owners of changed files who were not asked and have not reviewed yet. */
export function askCodeOwners(world: World, sender: Person, issue: Issue): void {
  const { pull } = issue;
  if (pull === null || pull.draft || issue.state === 'closed') return;
  const users = new Set<User>();
  const teams = new Set<Team>();
  for (const owner of [...ownersOfPull(world, issue).values()].flat()) {
    if (!('type' in owner)) teams.add(owner);
    else if (owner !== issue.author && !pull.reviews.some(({ author }) => author === owner)) {
      users.add(owner);
    }
  }
  if (users.size + teams.size === 0) return;
  requestReviewers(
    world,
    { kind: 'system', as: sender },
    { issue, users: [...users], teams: [...teams] },
  );
}
