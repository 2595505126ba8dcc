/** Action items as work, and what a postmortem is told from, for tests of its table; say only what the test is about. */
import type { FollowUpItem } from '../../src/core/followup/follow-up-item.ts';
import type { IssueRef } from '../../src/core/ids.ts';
import type { SubIssueFacts } from '../../src/core/incident/facts.ts';
import type { Incident } from '../../src/core/incident/incident.ts';
import type { Telling } from '../../src/core/postmortem/telling.ts';
import { aPolicy } from './a-policy.ts';
import { anIncident } from './an-incident.ts';
import { aSubIssue, CREATED } from './facts.ts';

/** An issue of the incident repository, open and nobody's. */
export function issueNumber(number: number, name = 'incidents'): IssueRef {
  return { repo: { owner: 'acme', name }, number };
}

export function anItem(
  number: number,
  overrides: Partial<FollowUpItem> & { readonly issue?: Partial<SubIssueFacts> } = {},
): FollowUpItem {
  const { issue = {}, ...rest } = overrides;
  const item = aSubIssue({
    nodeId: `I_${String(number)}`,
    ref: issueNumber(number),
    url: `https://github.example/acme/incidents/issues/${String(number)}`,
    title: `Item ${String(number)}`,
    ...issue,
  });
  return {
    item,
    counted: null,
    owners: item.assignees,
    since: CREATED,
    due: null,
    dropped: null,
    evidence: { is: 'open' },
    over: false,
    snoozedUntil: null,
    ...rest,
  };
}

export function aTelling(
  items: readonly FollowUpItem[] = [],
  overrides: {
    readonly incident?: Partial<Omit<Incident, 'severity'>>;
    readonly madeOfRows?: ReadonlyMap<string, IssueRef>;
    readonly policy?: Telling['policy'];
  } = {},
): Telling {
  const { incident = {}, madeOfRows = new Map(), policy = aPolicy() } = overrides;
  return {
    incident: anIncident({ items, actionItems: items.map(({ item }) => item), ...incident }),
    policy,
    madeOfRows,
  };
}
