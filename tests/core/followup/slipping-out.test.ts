import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countItems } from '../../../src/core/followup/count-items.ts';
import { obligationOf } from '../../../src/core/followup/owed.ts';
import type { IncidentFacts, NativeEvent } from '../../../src/core/incident/facts.ts';
import { isIncident } from '../../../src/core/incident/is-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  person,
  reopened,
  SELF,
  unlabeled,
} from '../../builders/facts.ts';
import {
  anItem,
  ITEM_REF,
  owedWords,
  owing,
  owingFacts,
  PEOPLE_AND_APPROVERS,
  afterwards,
} from '../../builders/an-obligation.ts';
import { oneLook } from '../../builders/one-look.ts';
import { answerTo, run, type Run } from '../../builders/run-incident.ts';

const LATER = minute(20);

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

const clicked =
  (...make: readonly ((done: { by: string; at: typeof LATER }) => NativeEvent)[]) =>
  (by: string): Partial<IncidentFacts> => ({
    events: make.map((one) => one({ by, at: LATER })),
  });

const removedItem = (by: string): Partial<IncidentFacts> => ({
  subIssues: [],
  detached: [anItem({ parent: null })],
  events: [{ kind: 'sub-issue-removed', issue: anItem(), by: person(by), at: LATER }],
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

describe('an item', () => {
  it('taken off the incident without an approver is owed all the same', () => {
    const after = afterwards(owing(), removedItem('bob'));
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(obligationOf(after)?.teams[0]?.items[0]?.state).toBe('taken-away');
    expect(keptComments(after)).toHaveLength(1);
  });

  it('taken off by an approver is let go, and then nothing is agreed', () => {
    expect(owedWords(afterwards(owing(), removedItem('ivy')))).toEqual(['acme/payments: ']);
  });

  it('that lost its label without an approver is owed all the same', () => {
    const after = afterwards(owing(), { subIssues: [stripped('bob')] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(keptComments(after)).toHaveLength(1);
  });

  it('that an approver strips of its label is let go', () => {
    expect(owedWords(afterwards(owing(), { subIssues: [stripped('ivy')] }))).toEqual([
      'acme/payments: ',
    ]);
  });

  it('that was deleted is owed until an approver accepts it', () => {
    const gone = afterwards(owing(), { subIssues: [], detached: [] });
    expect(owedWords(gone)).toEqual(['acme/payments: #34']);
    const accepted = afterwards(gone, {
      subIssues: [],
      comments: [
        aComment('/accept acme/checkout#34 the vendor is gone', {
          id: 60,
          by: 'ivy',
          createdAt: LATER,
        }),
      ],
    });
    expect(owedWords(accepted)).toEqual([]);
  });

  it('that was closed long before somebody made it one frees nobody', () => {
    const old = anItem({
      state: 'closed',
      stateReason: 'completed',
      closedAt: minute(-500),
      closedBy: { by: person('carol'), pull: { ref: ITEM_REF, merged: true } },
    });
    const linked: NativeEvent = {
      kind: 'sub-issue-added',
      issue: old,
      by: person('bob'),
      at: LATER,
    };
    const before = afterwards(owing({}, { item: false }), { subIssues: [old], events: [linked] });
    const counted = countItems(before);
    expect(counted).toHaveLength(1);
    expect(owedWords({ ...before, ledger: [...before.ledger, ...counted] })).toEqual([
      'acme/payments: #34',
    ]);
  });

  it('cannot be let go in steps that are harmless one by one', () => {
    const off = removedItem('bob').events ?? [];
    const back: NativeEvent = {
      kind: 'sub-issue-added',
      issue: anItem(),
      by: person('bob'),
      at: minute(21),
    };
    const first = afterwards(owing(), { events: [...off, back] });
    const second = afterwards(first, {
      events: [...off, back],
      subIssues: [stripped('bob', minute(22))],
    });
    expect(owedWords(second)).toEqual(['acme/payments: #34']);
  });

  it('taken off and put back before it all began can still not be stripped afterwards', () => {
    const early: readonly NativeEvent[] = [
      { kind: 'sub-issue-removed', issue: anItem(), by: person('bob'), at: minute(5) },
      { kind: 'sub-issue-added', issue: anItem(), by: person('bob'), at: minute(6) },
    ];
    const start = run(
      { ...owingFacts({ subIssues: [anItem()] }), comments: [], events: early },
      { people: PEOPLE_AND_APPROVERS },
    );
    const entry = { ...owing().ledger.find((one) => one.verdict === 'item')!, at: minute(2) };
    const agreed = afterwards({ ...start, ledger: [...start.ledger, entry] }, { events: early });
    const after = afterwards(agreed, { events: early, subIssues: [stripped('bob')] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
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

describe('the comment that says that a click did not count', () => {
  const drill = clicked((done) => labeled('drill', done))('bob');

  it('is not written again when somebody deletes it', () => {
    const first = afterwards(owing(), drill);
    const [body = ''] = keptComments(first);
    const own = aComment(body, {
      id: 90,
      by: { login: 'norepeat', kind: 'self' },
      createdAt: minute(21),
    });
    const second = afterwards(first, { ...drill, comments: [own] });
    expect(keptComments(second)).toEqual([]);
    const third = afterwards(second, drill);
    expect(keptComments(third)).toEqual([]);
  });
});

describe('a click that is repeated without end', () => {
  it('is put back each time and told once a day of quiet', () => {
    const labeller = { login: 'labeller', kind: 'bot' } as const;
    const on = (minutes: number) => labeled('drill', { by: labeller, at: minute(minutes) });
    const off = (minutes: number) => unlabeled('drill', { by: SELF, at: minute(minutes) });
    const war = Array.from({ length: 40 }, (_, i) => [on(20 + 5 * i), off(22 + 5 * i)]).flat();
    const after = afterwards(owing(), { events: war, labels: ['incident', 'drill'] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(after.ledger.filter((one) => 'loosens' in one)).toHaveLength(40);
    expect(keptComments(after)).toHaveLength(1);
    const later = afterwards(after, { events: [...war, on(3 * 24 * 60)] });
    expect(keptComments(later)).toHaveLength(2);
  });
});

describe('without an approver', () => {
  const COMMAND = fc.constantFrom(
    '/severity sev5',
    '/severity sev1',
    '/impact users=0% customers=0% cost=0%',
    '/service -checkout',
    '/service search',
    '/service -search',
    '/false-alarm no',
    '/duplicate #7',
    '/reopen again',
    '/mitigated',
    '/mitigated at 14:20',
    '/mitigated at 14:01',
    '/resolved',
    '/accept not feasible',
    '/approve-waiver acme/payments',
    '/waive acme/payments in 5 days please',
    '/revoke-waiver acme/payments',
    '/commander @bob',
    '/ack',
    '/accept acme/checkout#34 no',
    '/started 13:00',
  );
  const CLICK = fc.constantFrom<
    (done: { by: string; at: ReturnType<typeof minute> }) => NativeEvent
  >(
    (done) => labeled('severity:sev5', done),
    (done) => unlabeled('severity:sev1', done),
    (done) => labeled('drill', done),
    (done) => unlabeled('drill', done),
    (done) => labeled('false-alarm', done),
    (done) => unlabeled('service:checkout', done),
    (done) => labeled('service:search', done),
    (done) => labeled('status:declared', done),
    (done) => labeled('status:resolved', done),
    (done) => unlabeled('incident', done),
    (done) => closed(done),
    (done) => reopened(done),
    ({ by, at }) => ({ kind: 'sub-issue-removed', issue: anItem(), by: person(by), at }),
    ({ by, at }) => ({ kind: 'sub-issue-added', issue: anItem(), by: person(by), at }),
  );
  const STEP = fc.record({
    by: fc.constantFrom('alice', 'bob', 'carol', 'eve'),
    what: fc.oneof(
      COMMAND.map((body) => ({ body, click: null })),
      CLICK.map((click) => ({ body: null, click })),
    ),
    linked: fc.boolean(),
    /** The label taken off the item after this step. */
    strips: fc.boolean(),
    body: fc.constantFrom('SEV-1', 'SEV-5'),
  });

  it('nothing that anybody says or does makes a team that owes stop owing', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 8 }), fc.boolean(), (steps, atOnce) => {
        let state = owing();
        let comments: IncidentFacts['comments'] = [];
        let events: IncidentFacts['events'] = [];
        let labelEvents = anItem().labelEvents;
        for (const [index, { by, what, linked, strips, body }] of steps.entries()) {
          const at = minute(20 + index);
          if (what.body !== null) {
            comments = [...comments, aComment(what.body, { id: 100 + index, by, createdAt: at })];
          } else {
            events = [...events, what.click({ by, at })];
          }
          if (strips) {
            const change = labelEvents.length % 2 === 0 ? 'unlabeled' : 'labeled';
            labelEvents = [...labelEvents, { at, by: person(by), change, label: 'dont-repeat' }];
          }
          if (atOnce && index < steps.length - 1) continue;
          const on = labelEvents.length % 2 === 0;
          const item = anItem({ labels: on ? ['dont-repeat'] : [], labelEvents });
          state = afterwards(state, {
            comments,
            events,
            body: formBody({ severity: body }),
            subIssues: linked ? [item] : [],
            detached: linked ? [] : [item],
          });
          const payments = owedWords(state).find((words) => words.startsWith('acme/payments'));
          expect(payments).toBe('acme/payments: #34');
          expect(state.incident.dontRepeat.since).toBeLessThanOrEqual(minute(10));
          expect(isIncident(state.facts, true, state.ledger)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

function stripped(by: string, at = LATER) {
  return anItem({
    labels: ['action-item'],
    labelEvents: [{ at, by: person(by), change: 'unlabeled', label: 'dont-repeat' }],
  });
}

function planOf(state: Run) {
  return oneLook(state, minute(30)).effects;
}

function keptComments(state: Run): readonly string[] {
  return planOf(state).flatMap((effect) =>
    effect.kind === 'keep-comment' && effect.marker.includes('norepeat:kept') ? [effect.body] : [],
  );
}

describe('the item of this test', () => {
  it('lies where its entry says', () => {
    expect(owing().ledger).toContainEqual(expect.objectContaining({ ref: ITEM_REF }));
    expect(aPolicy().dontRepeat.starts).toBe('mitigated');
  });
});
