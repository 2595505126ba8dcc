/**
 * The incident summary, one file a section. Every section takes the same view and gives the blocks it
 * adds, none where it has nothing to say.
 */
import type { PhrasingContent } from 'mdast';
import type { Obligation } from '../../followup/obligation.ts';
import type { Deadlines } from '../../incident/deadlines.ts';
import type { LinkedIssue } from '../../incident/facts.ts';
import type { Incident, SeverityRecommendation } from '../../incident/incident.ts';
import { formatIssue, sameRepo, type IssueRef } from '../../ids.ts';
import { phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import type { Policy } from '../../policy/policy.ts';
import { severityById } from '../../policy/severities.ts';
import type { Instant } from '../../time.ts';
import { clockWords } from '../spans.ts';

export interface View {
  readonly incident: Incident;
  readonly policy: Policy;
  readonly now: Instant;
  readonly due: Deadlines;
  /** What is owed after it, null when nothing is. */
  readonly obligation: Obligation | null;
  /** When it closes by itself, if nothing else happens; null where that takes somebody's work. */
  readonly closesAt: Instant | null;
}

/** `14:32 UTC`, with the date when it was another day than the declaration's. */
export function clock({ incident, policy }: View, at: Instant): string {
  return clockWords(at, incident.clocks.declaredAt, policy.timeZone);
}

/** `mitigation due by 14:30 UTC`; once that has passed, bold and overdue. */
export function dueWords(view: View, what: string, by: Instant): Words {
  return view.now >= by
    ? strong(`⏰ ${what} overdue since ${clock(view, by)}`)
    : `${what} due by ${clock(view, by)}`;
}

/** `#12`, `acme/checkout#34`: our own words, as dead text (a live reference would ping the other issue). */
export function nameOf(ref: IssueRef, { incident }: View): string {
  const name = sameRepo(ref.repo, incident.ref.repo) ? `#${String(ref.number)}` : formatIssue(ref);
  return safeString(name);
}

/** Number and title with a link, or only that there is something, where not everybody may know more. */
export function issueWords(
  issue: Pick<LinkedIssue, 'ref' | 'title' | 'url' | 'restricted'>,
  view: View,
): PhrasingContent[] {
  if (issue.restricted && !view.incident.restricted) return phrasing('a restricted issue');
  return phrasing(safeLink(issue.url, nameOf(issue.ref, view)), ' ', safe(issue.title, 120));
}

/** The name of a severity of the policy; its id when the policy has it no longer. */
export function severityName(id: string, policy: Policy): string {
  return safeString(severityById(policy, id)?.name ?? id, 40);
}

/** At least one figure decided; otherwise the recommendation is the worst that it could be. */
export function restsOnFigures({ reasons }: SeverityRecommendation): boolean {
  return reasons[0]?.kind === 'threshold' || reasons[0]?.kind === 'below-all';
}
