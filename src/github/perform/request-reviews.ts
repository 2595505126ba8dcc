import { formatIssue, type IssueRef } from '../../core/ids.ts';
import type { Reviewer } from '../../core/postmortem/facts.ts';
import { statusOf } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onPull, repeatable } from './place.ts';

/**
 * Who is asked already is asked once. GitHub refuses the whole request because of one who has no access,
 * or who opened the pull request: then each is asked alone.
 */
export async function requestReviews(
  hands: Hands,
  { pull, reviewers }: EffectOf<'request-reviews'>,
): Promise<void> {
  const here = reviewers.filter((reviewer) => isOfOwner(reviewer, pull));
  for (const elsewhere of reviewers.filter((reviewer) => !isOfOwner(reviewer, pull))) {
    tell(hands, pull, elsewhere);
  }
  if (here.length === 0 || (await ask(hands, pull, here))) return;
  for (const one of here) {
    if (here.length === 1 || !(await ask(hands, pull, [one]))) tell(hands, pull, one);
  }
}

/** A team of another organisation can have no access; by its slug alone it would be taken for another. */
function isOfOwner(reviewer: Reviewer, { repo }: IssueRef): boolean {
  return reviewer.kind === 'person' || reviewer.org.toLowerCase() === repo.owner.toLowerCase();
}

function tell({ note }: Hands, pull: IssueRef, reviewer: Reviewer): void {
  const who = reviewer.kind === 'person' ? reviewer.login : `${reviewer.org}/${reviewer.slug}`;
  note('GitHub does not ask for this review', { pull: formatIssue(pull), who });
}

/** False when GitHub refuses. */
async function ask(
  { session }: Hands,
  pull: IssueRef,
  reviewers: readonly Reviewer[],
): Promise<boolean> {
  try {
    await session.octokit.request(
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
      {
        ...onPull(pull),
        reviewers: reviewers.flatMap((each) => (each.kind === 'person' ? each.login : [])),
        team_reviewers: reviewers.flatMap((each) => (each.kind === 'team' ? each.slug : [])),
        ...repeatable,
      },
    );
    return true;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    return false;
  }
}
