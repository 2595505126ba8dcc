import { sameIssue } from '../ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';
import { evidenceOf } from './evidence.ts';
import type { FollowUpItem } from './follow-up-item.ts';
import { countedItems } from './items.ts';

/** The incident's items as work, in GitHub's order. */
export function followUpItems(facts: IncidentFacts, ledger: Ledger): readonly FollowUpItem[] {
  const counted = countedItems(facts, ledger);
  return facts.subIssues
    .filter(({ isPullRequest }) => !isPullRequest)
    .map((item) => {
      const own = counted.find(({ entry }) => entry.nodeId === item.nodeId) ?? null;
      const since = own?.entry.at ?? addedAt(item, facts);
      const evidence = evidenceOf(item, { becameItem: since, askedBy: null });
      return {
        item,
        counted: own,
        since,
        due: null,
        dropped: null,
        evidence,
        over: evidence.is === 'done',
        snoozedUntil: null,
      };
    });
}

function addedAt(item: SubIssueFacts, { events }: IncidentFacts): Instant {
  const added = events.findLast(
    (event) => event.kind === 'sub-issue-added' && sameIssue(event.issue.ref, item.ref),
  );
  return added?.at ?? item.createdAt;
}
