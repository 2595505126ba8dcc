/** The sentences of the timeline's automatic entries: plain text, no Markdown, no mention. */
import { formatIssue, sameRepo, type IssueRef } from '../ids.ts';
import type { ClosedBecause } from '../incident/events.ts';
import type { LinkedIssue } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { Impact, Policy, Severity } from '../policy/policy.ts';

export const ENTRY = {
  declared: (via: Incident['declaredVia'], from: IssueRef | null): string => {
    switch (via) {
      case 'form':
        return 'Declared with the incident form';
      case 'label':
        return 'Declared with the label incident';
      case 'dispatch':
        return 'Declared by an alarm';
      case 'command':
        return from === null ? 'Declared' : `Declared from ${formatIssue(from)}`;
    }
  },
  confirmed: 'Confirmed the declaration',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Back to declared: nobody is working on it',
  severity: (before: Severity, now: Severity, reason: string | null): string =>
    before.id === now.id
      ? withText(`Severity ${now.name}`, reason)
      : withText(`Severity ${before.name} → ${now.name}`, reason),
  impact: (impact: Impact): string => `Impact: ${impactWords(impact)}`,
  mitigated: (text: string | null): string => withText('Mitigated', text),
  resolved: (text: string | null): string => withText('Resolved', text),
  unresolved: 'Not resolved after all: back to mitigated',
  reopened: (reason: string | null): string => withText('Reopened', reason),
  closed: (because: ClosedBecause): string => {
    switch (because.why) {
      case 'done':
        return 'Closed';
      case 'false-alarm':
        return withText('Closed as a false alarm', because.reason);
      case 'duplicate':
        return `Closed as a duplicate of ${formatIssue(because.of)}`;
    }
  },
  started: 'It started',
  detected: 'It was detected',
  role: (name: string, before: string | undefined, now: string): string =>
    before === undefined ? `${name}: ${now}` : `${name} handed over from ${before} to ${now}`,
  service: (service: string, affected: boolean): string =>
    affected ? `${service} is affected` : `${service} is not affected`,
  classified: (as: 'cause' | 'component', word: string, applies: boolean): string => {
    const what = as === 'cause' ? 'Cause' : 'Component';
    return applies ? `${what}: ${word}` : `${what} is not ${word}`;
  },
  slaBreach: (on: boolean): string =>
    on ? 'A service-level agreement was broken' : 'No service-level agreement was broken',
  drill: (on: boolean): string => (on ? 'This is a drill' : 'This is no drill'),
  relation: (issue: IssueRef, home: IssueRef): string => `Related to ${nameOf(issue, home)}`,
  repeat: (issue: IssueRef, home: IssueRef): string =>
    `The same as ${nameOf(issue, home)} once more`,
  mention: (source: LinkedIssue, home: IssueRef): string =>
    source.restricted
      ? 'Mentioned where not everybody can read'
      : `Mentioned in ${nameOf(source.ref, home)}: ${source.title}`,
  actionItem: (
    change: 'added' | 'removed' | 'closed',
    issue: LinkedIssue,
    home: IssueRef,
  ): string => {
    const what = issue.restricted ? 'a restricted issue' : nameOf(issue.ref, home);
    const title = issue.restricted ? '' : `: ${issue.title}`;
    return `Action item ${change}, ${what}${title}`;
  },
  assigned: (login: string, on: boolean): string =>
    on ? `Assigned ${login}` : `Unassigned ${login}`,
} as const;

/** `users 15 %, customers 3 %` */
function impactWords(impact: Impact): string {
  const words = (['users', 'customers', 'cost'] as const).flatMap((measure) => {
    const value = impact[measure];
    return value === undefined ? [] : [`${measure} ${String(value)} %`];
  });
  return words.join(', ');
}

/** The name of a role as the policy has it; its id when the policy has it no longer. */
export function roleName(id: string, policy: Policy): string {
  return policy.roles.find((role) => role.id === id)?.name ?? id;
}

/** `#12` at home, `acme/checkout#34` elsewhere. */
function nameOf(issue: IssueRef, home: IssueRef): string {
  return sameRepo(issue.repo, home.repo) ? `#${String(issue.number)}` : formatIssue(issue);
}

function withText(what: string, text: string | null): string {
  return text === null || text.trim() === '' ? what : `${what}: ${text}`;
}
