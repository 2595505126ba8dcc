import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { isIncident } from '../../../src/core/incident/is-incident.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  reopened,
  unlabeled,
} from '../../builders/facts.ts';
import {
  owedWords,
  owing,
  owingFacts,
  PEOPLE_AND_APPROVERS,
  afterwards,
} from '../../builders/an-obligation.ts';
import { answerTo, run, type Run } from '../../builders/run-incident.ts';
import { LATER, clicked, planOf, keptComments } from './slipping.ts';

interface Way {
  readonly how: string;
  readonly given: (by: string) => Partial<IncidentFacts>;
  /** What is owed when an approver does it. */
  readonly approved: readonly string[];
}

const said =
  (body: string) =>
  (by: string): Partial<IncidentFacts> => ({
    comments: [aComment(body, { id: 50, by, createdAt: LATER })],
  });

const COMMANDS: readonly Way[] = [
  { how: 'the severity lowered', given: said('/severity sev4 not that bad'), approved: [] },
  { how: 'the only service taken off', given: said('/service -checkout'), approved: [] },
  { how: 'a false alarm', given: said('/false-alarm nothing happened'), approved: [] },
  { how: 'a duplicate', given: said('/duplicate #7'), approved: [] },
];

const CLICKS: readonly Way[] = [
  {
    how: 'the label of a lower severity',
    given: clicked(
      (done) => unlabeled('severity:sev1', done),
      (done) => labeled('severity:sev5', done),
    ),
    approved: [],
  },
  { how: 'the label drill', given: clicked((done) => labeled('drill', done)), approved: [] },
  {
    how: 'the label false-alarm',
    given: clicked((done) => labeled('false-alarm', done)),
    approved: [],
  },
  {
    how: "the service's label taken off",
    given: clicked((done) => unlabeled('service:checkout', done)),
    approved: [],
  },
];

describe.each(COMMANDS)('$how, by command', ({ given, approved }) => {
  it('is refused without an approver, with a sentence that names who can', () => {
    const after = afterwards(owing(), given('bob'));
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(answerTo(after.ledger, 50)).toContain('acme/incident-commanders');
    expect(answerTo(after.ledger, 50)).toContain('acme/payments');
  });

  it('counts at once when an approver says it', () => {
    expect(owedWords(afterwards(owing(), given('ivy')))).toEqual(approved);
  });

  it('counts when nothing has started yet', () => {
    const before = run(
      { ...owingFacts(), comments: given('bob').comments ?? [] },
      {
        people: PEOPLE_AND_APPROVERS,
      },
    );
    expect(answerTo(before.ledger, 50)).toBeUndefined();
  });
});

describe.each(CLICKS)('$how', ({ given, approved }) => {
  it('does not count without an approver, is put back and told once', () => {
    const after = afterwards(owing(), given('bob'));
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    const [entry] = after.ledger.filter((one) => 'loosens' in one);
    expect(entry).toMatchObject({ verdict: 'not-counted', loosens: true, by: 'bob' });
    const told = keptComments(after);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('acme/incident-commanders');
  });

  it('counts at once when an approver does it', () => {
    const after = afterwards(owing(), given('ivy'));
    expect(owedWords(after)).toEqual(approved);
    expect(keptComments(after)).toEqual([]);
  });

  it('does not count when another app does it', () => {
    const { events = [] } = given('monitor');
    const byApp = events.map((event) => ({
      ...event,
      by: { login: 'monitor', kind: 'bot' } as const,
    }));
    expect(owedWords(afterwards(owing(), { events: byApp }))).toEqual(['acme/payments: #34']);
  });
});

describe('the label sla-breach', () => {
  const minor = { body: formBody({ severity: 'SEV-5', sla: 'Yes' }) };

  it('alone obliges, and only an approver takes it off', () => {
    const before = owing(minor);
    const off = { ...minor, ...clicked((done) => unlabeled('sla-breach', done))('bob') };
    expect(owedWords(afterwards(before, off))).toEqual(['acme/payments: #34']);
    const byIvy = { ...minor, ...clicked((done) => unlabeled('sla-breach', done))('ivy') };
    expect(owedWords(afterwards(before, byIvy))).toEqual([]);
  });
});

describe('the label incident', () => {
  it('taken off without an approver leaves it an incident, and is put back', () => {
    const after = afterwards(owing(), {
      labels: [],
      ...clicked((done) => unlabeled('incident', done))('bob'),
    });
    expect(isIncident(after.facts, true, after.ledger)).toBe(true);
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(keptComments(after)).toHaveLength(1);
    expect(planOf(after)).toContainEqual(
      expect.objectContaining({
        kind: 'label-issue',
        add: expect.arrayContaining(['incident']) as unknown,
      }),
    );
  });

  it('taken off by an approver ends it', () => {
    const after = afterwards(owing(), {
      labels: [],
      ...clicked((done) => unlabeled('incident', done))('ivy'),
    });
    expect(isIncident(after.facts, true, after.ledger)).toBe(false);
  });
});

describe('words that bind nobody any more once something is owed', () => {
  it('the form: whoever edits it changes nothing, not even an approver', () => {
    const edited = { body: formBody({ severity: 'SEV-5', services: 'search', drill: true }) };
    expect(owedWords(afterwards(owing(), edited))).toEqual(['acme/payments: #34']);
  });

  it('the form of an incident without a chosen severity: lower figures lower nothing', () => {
    const start = { body: formBody({ users: '30', customers: '30', cost: '0' }) };
    const after = afterwards(owing(start), {
      body: formBody({ users: '0', customers: '0', cost: '0' }),
    });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
  });

  it('figures by command take an approver, as they lower the severity that follows from them', () => {
    const start = { body: formBody({ users: '30', customers: '30', cost: '0' }) };
    const lower = '/impact users=0% customers=0% cost=0%';
    expect(owedWords(afterwards(owing(start), { ...start, ...said(lower)('bob') }))).toEqual([
      'acme/payments: #34',
    ]);
    expect(owedWords(afterwards(owing(start), { ...start, ...said(lower)('ivy') }))).toEqual([]);
  });
});

describe('when it started', () => {
  const since = (state: Run): number | null => state.incident.dontRepeat.since;

  it('does not become later by a reopening, an earlier status or a second mitigation', () => {
    const steps: readonly Partial<IncidentFacts>[] = [
      said('/reopen it is back')('bob'),
      clicked((done) => labeled('status:acknowledged', done))('bob'),
      { events: [closed({ by: 'bob', at: LATER }), reopened({ by: 'bob', at: minute(21) })] },
      {
        comments: [
          aComment('/reopen it is back', { id: 50, by: 'bob', createdAt: LATER }),
          aComment('/mitigated again', { id: 51, by: 'bob', createdAt: minute(30) }),
        ],
      },
    ];
    for (const step of steps) {
      const after = afterwards(owing(), step);
      expect(since(after)).toBe(minute(10));
      expect(owedWords(after)).toEqual(['acme/payments: #34']);
    }
  });

  it('becomes earlier by a correction of anybody with the right', () => {
    expect(since(afterwards(owing(), said('/mitigated at 14:05')('bob')))).toBe(minute(5));
  });

  it('becomes later only by an approver', () => {
    const byBob = afterwards(owing(), said('/mitigated at 14:15')('bob'));
    expect(since(byBob)).toBe(minute(10));
    expect(answerTo(byBob.ledger, 50)).toContain('waiver approver');
    expect(since(afterwards(owing(), said('/mitigated at 14:15')('ivy')))).toBe(minute(15));
  });

  it('and a plain close frees nobody', () => {
    const after = afterwards(owing(), {
      events: [closed({ by: 'bob', at: LATER })],
      state: 'closed',
    });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
  });
});

describe('handing over a role', () => {
  it('lifts nothing, so anybody with the right may', () => {
    const after = afterwards(owing(), said('/commander @carol')('bob'));
    expect(answerTo(after.ledger, 50)).toBeUndefined();
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
  });
});

describe('tightening', () => {
  it('takes effect at once by anybody with the right', () => {
    const minor = { body: formBody({ severity: 'SEV-4', sla: 'No' }) };
    const before = owing(minor);
    expect(owedWords(before)).toEqual([]);
    expect(
      owedWords(afterwards(before, { ...minor, ...said('/severity sev1 worse')('bob') })),
    ).toEqual(['acme/payments: #34']);
    const wider = afterwards(owing({}, { item: false }), {
      subIssues: [],
      ...said('/service search')('bob'),
    });
    expect(owedWords(wider)).toEqual(['acme/discovery: ', 'acme/payments: ']);
  });
});
