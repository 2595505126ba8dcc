import { formatIssue, sameIssue, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import { DAY, plus } from '../core/time.ts';
import type { Looked } from './looked.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { JobQueue } from './ports/job-queue.ts';

/** As far back as GitHub keeps deliveries: what is older was looked at before. */
const LOOK_BACK = 3 * DAY;

/**
 * Issues that mention the incident may call themselves part of it, and the delivery that would have told may
 * be lost. Looked for at each whole read; each of them is looked at once a day, for anybody may mention it.
 */
export async function markMentioning(
  {
    looked,
    queue,
    clock,
  }: { readonly looked: Looked; readonly queue: JobQueue; readonly clock: GitHubClock },
  { ref, events, subIssues, wholeAt }: IncidentFacts,
): Promise<void> {
  const [subject, at] = [`mentions of ${formatIssue(ref)}`, String(wholeAt)];
  if (looked.has(subject, at)) return;
  const now = clock.now();
  const since = plus(now, -LOOK_BACK);
  const today = String(Math.floor(now / DAY));
  const issues = events.flatMap((event): readonly IssueRef[] => {
    if (event.kind !== 'cross-referenced' || event.at < since) return [];
    const { source } = event;
    const isItem = subIssues.some((item) => sameIssue(item.ref, source.ref));
    return source.isPullRequest || isItem || !sameOwner(source.ref, ref) ? [] : [source.ref];
  });
  const mentionOf = (issue: IssueRef): string => `${formatIssue(issue)} in ${subject}`;
  const unseen = issues.filter((issue) => !looked.has(mentionOf(issue), today));
  await queue.mark(
    unseen.map((issue) => ({ kind: 'item', issue })),
    { priority: 'sweep' },
  );
  for (const issue of unseen) looked.note(mentionOf(issue), today);
  looked.note(subject, at);
}

function sameOwner(a: IssueRef, b: IssueRef): boolean {
  return a.repo.owner.toLowerCase() === b.repo.owner.toLowerCase();
}
