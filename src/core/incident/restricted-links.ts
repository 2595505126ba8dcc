import { sameRepo } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import type { IncidentFacts, LinkedIssue, NativeEvent } from './facts.ts';

/**
 * The facts with every link into the policy's private repository marked as restricted, unless the
 * incident lies there itself. GitHub calls both repositories private; only the policy says that fewer
 * people read one of them.
 */
export function withRestrictedLinks(facts: IncidentFacts, policy: Policy): IncidentFacts {
  const secret = policy.privateRepository;
  if (secret === null || sameRepo(secret, facts.ref.repo)) return facts;
  const marked = <T extends LinkedIssue>(link: T): T =>
    sameRepo(link.ref.repo, secret) ? { ...link, restricted: true } : link;
  return {
    ...facts,
    events: facts.events.map((event) => withMarkedLink(event, marked)),
    subIssues: facts.subIssues.map(marked),
    detached: facts.detached.map(marked),
  };
}

function withMarkedLink(
  event: NativeEvent,
  marked: (link: LinkedIssue) => LinkedIssue,
): NativeEvent {
  switch (event.kind) {
    case 'cross-referenced':
      return { ...event, source: marked(event.source) };
    case 'sub-issue-added':
    case 'sub-issue-removed':
      return { ...event, issue: marked(event.issue) };
    default:
      return event;
  }
}
