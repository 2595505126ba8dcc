import { describe, expect, test } from 'vitest';
import { linkEffects, MOST_ITEMS } from '../../../src/core/followup/plan-item-links.ts';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import type { AdoptedEntry } from '../../../src/core/ledger/ledger.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { ITEM_REF } from '../../builders/an-obligation.ts';
import {
  aComment,
  aLinkedIssue,
  aSubIssue,
  INCIDENT_REF,
  minute,
  person,
  SELF,
  someFacts,
} from '../../builders/facts.ts';

const adopted: AdoptedEntry = {
  verdict: 'adopted',
  item: ITEM_REF,
  nodeId: 'I_34',
  via: 'task-list',
  by: 'alice',
  at: minute(5),
};
const link = {
  kind: 'add-sub-issue',
  issue: INCIDENT_REF,
  parentNodeId: 'I_12',
  childNodeId: 'I_34',
} as const;
const links = (
  given: Partial<IncidentFacts> = {},
  {
    entry = adopted,
    confirmed = true,
    now = 10,
  }: {
    readonly entry?: AdoptedEntry;
    readonly confirmed?: boolean;
    readonly now?: number;
  } = {},
) =>
  linkEffects({
    incident: anIncident(confirmed ? {} : { confirmed: null }),
    facts: someFacts(given),
    ledger: [entry],
    now: minute(now),
  });
const others = Array.from({ length: MOST_ITEMS }, (_, i) =>
  aSubIssue({ nodeId: `I_${String(1000 + i)}`, ref: { ...ITEM_REF, number: 1000 + i } }),
);

describe('an adopted issue', () => {
  test('is linked below a confirmed incident, once', () => {
    expect(links()).toEqual([link]);
    expect(links({}, { confirmed: false })).toEqual([]);
    expect(links({ subIssues: [aSubIssue()] })).toEqual([]);
  });

  test('that somebody took off again stays off', () => {
    const issue = aLinkedIssue();
    const removed = { kind: 'sub-issue-removed', issue, at: minute(9), by: person('eve') } as const;
    expect(links({ events: [removed] })).toEqual([]);
  });

  test('that lies below another issue by now stays there', () => {
    const elsewhere = aSubIssue({ parent: { ...INCIDENT_REF, number: 99 } });
    expect(links({ detached: [elsewhere] })).toEqual([]);
    expect(links({ detached: [aSubIssue({ parent: null })] }, { now: 9000 })).toEqual([link]);
  });

  test('that nobody sees is tried for a day', () => {
    expect(links({}, { now: 24 * 60 + 5 })).toEqual([]);
  });

  test('for which there is no room is named in one comment, and nothing is lost', () => {
    const [comment, ...rest] = links({ subIssues: others });
    expect(rest).toEqual([]);
    const body = comment?.kind === 'keep-comment' ? comment.body : '';
    expect(body).toContain('`acme/checkout#34`');
    expect(links({ subIssues: others, comments: [aComment(body, { by: SELF })] })).toEqual([]);
    expect(links({ subIssues: others.slice(1) })).toEqual([link]);
  });

  test('is not named where not everybody may know of it', () => {
    const [comment] = links({ subIssues: others }, { entry: { ...adopted, via: 'part-of' } });
    const body = comment?.kind === 'keep-comment' ? comment.body : '';
    expect(body).not.toContain('checkout');
    expect(body).toContain('1 that not everybody here can read');
  });
});
