/** An issue's whole timeline: events, comments, reviews and commits in the order of time. */
import { commitsBetween } from '../git/history.ts';
import type { GitCommit } from '../records/git.ts';
import type { Issue, IssueComment } from '../records/issue.ts';
import type { Review } from '../records/pull-request.ts';
import type { TimelineEvent } from '../records/timeline.ts';
import { baseOf } from './pull-files.ts';

export type TimelineItem =
  | { readonly kind: 'event'; readonly at: number; readonly event: TimelineEvent }
  | { readonly kind: 'comment'; readonly at: number; readonly comment: IssueComment }
  | { readonly kind: 'review'; readonly at: number; readonly review: Review }
  | { readonly kind: 'commit'; readonly at: number; readonly commit: GitCommit };

/** Everything that happened, oldest first. Pending reviews are their author's business and left out. */
export function timelineOf(issue: Issue): TimelineItem[] {
  const items: { readonly order: number; readonly item: TimelineItem }[] = [
    ...pullCommits(issue).map((commit, order) => ({
      order,
      item: { kind: 'commit' as const, at: commit.committer.at, commit },
    })),
    ...issue.timeline.map((event) => ({
      order: event.id,
      item: { kind: 'event' as const, at: event.createdAt, event },
    })),
    ...issue.comments.map((comment) => ({
      order: comment.id,
      item: { kind: 'comment' as const, at: comment.createdAt, comment },
    })),
    ...submittedReviews(issue),
  ];
  return items.sort((a, b) => a.item.at - b.item.at || a.order - b.order).map(({ item }) => item);
}

/** The commits of a pull request, oldest first: those its head has and its base had not. */
export function pullCommits(issue: Issue): GitCommit[] {
  if (issue.pull === null) return [];
  return commitsBetween(issue.repository.objects, baseOf(issue), issue.pull.headSha);
}

function submittedReviews(issue: Issue) {
  return (issue.pull?.reviews ?? []).flatMap((review) =>
    review.submittedAt === null
      ? []
      : [{ order: review.id, item: { kind: 'review' as const, at: review.submittedAt, review } }],
  );
}
