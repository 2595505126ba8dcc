import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/core/effects.ts';
import type { CommentFacts, IncidentFacts } from '../../../src/core/incident/facts.ts';
import { labelCatalog } from '../../../src/core/incident/labels.ts';
import { plan, type Plan } from '../../../src/core/incident/plan.ts';
import type { LedgerEntry } from '../../../src/core/ledger/ledger.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Instant } from '../../../src/core/time.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
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
import { oneLook } from '../../builders/one-look.ts';
import { perform } from '../../builders/perform.ts';
import { run } from '../../builders/run-incident.ts';

const NOW = minute(30);

function planned(
  given: Partial<IncidentFacts> = {},
  options: Parameters<typeof run>[1] = {},
): Plan & { readonly facts: IncidentFacts } {
  const { facts, ledger, policy, incident } = run(given, options);
  return { ...planOf({ facts, ledger, policy, incident }), facts };
}

function planOf(reconciled: ReturnType<typeof run>, now: Instant = NOW) {
  return oneLook(reconciled, now);
}

function ofKind<K extends Effect['kind']>(
  effects: readonly Effect[],
  kind: K,
): readonly Extract<Effect, { kind: K }>[] {
  return effects.filter((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind);
}

/** Reconciles and performs until nothing is left to do; says how often it took. */
function settle(
  given: Partial<IncidentFacts>,
  policy: Policy = aPolicy(),
  before: ReturnType<typeof run>['ledger'] = [],
) {
  let facts: Partial<IncidentFacts> = given;
  let ledger = before;
  for (let rounds = 0; rounds < 6; rounds += 1) {
    const reconciled = run(facts, { ledger, policy });
    const look = planOf(reconciled);
    if (look.effects.length === 0) return { ...reconciled, rounds };
    ({ ledger } = look);
    facts = perform(reconciled.facts, look.effects);
  }
  throw new Error('it never comes to rest');
}

describe('a plan', () => {
  it('of a new incident labels it, summarises it, calls and assigns its responders', () => {
    const { effects } = planned();
    expect(ofKind(effects, 'label-issue')).toEqual([
      expect.objectContaining({
        add: ['severity:sev1', 'status:declared', 'service:checkout'],
        remove: [],
      }),
    ]);
    expect(ofKind(effects, 'assign')).toEqual([expect.objectContaining({ add: ['alice', 'bob'] })]);
    const comments = ofKind(effects, 'keep-comment');
    expect(comments.map(({ marker, existing }) => [marker, existing])).toEqual([
      ['<!-- norepeat:summary -->', null],
      ['<!-- norepeat:call checkout -->', null],
    ]);
    expect(comments.every(({ marker, body }) => body.startsWith(marker))).toBe(true);
  });

  it('of a state that GitHub already shows is empty, whatever led to it', () => {
    const body = fc.constantFrom(
      '/ack',
      '/help',
      '/timeline',
      '/mitgated',
      '/severity sev3',
      '/resolved',
      '/false-alarm x',
      '/reopen y',
      '/service search',
      '/mitigated',
      'hello',
    );
    const by = fc.constantFrom('alice', 'bob', 'eve');
    const said = fc
      .array(fc.record({ body, by, at: fc.nat(20) }), { maxLength: 5 })
      .map((all) =>
        all.map((one, index) =>
          aComment(one.body, { id: 100 + index, by: one.by, createdAt: minute(one.at) }),
        ),
      );
    const label = fc.constantFrom(
      'severity:sev2',
      'status:mitigated',
      'drill',
      'service:odd',
      'bug',
    );
    const clicked = fc
      .array(fc.record({ label, by, at: fc.nat(20) }), { maxLength: 4 })
      .map((all) => ({
        events: all.map((one) => labeled(one.label, { by: one.by, at: minute(one.at) })),
        labels: ['incident', ...new Set(all.map((one) => one.label))],
      }));
    fc.assert(
      fc.property(said, clicked, by, (comments, done, author) => {
        const { rounds, facts, incident } = settle({ comments, ...done, author: person(author) });
        expect(rounds).toBeLessThanOrEqual(3);
        expect(facts.state === 'closed').toBe(incident.status.is === 'closed');
      }),
      { numRuns: 60 },
    );
  });

  it('leaves exactly one severity and one status label, and other people’s labels alone', () => {
    const { facts } = settle({
      labels: [
        'incident',
        'bug',
        'severity:sev4',
        'Severity:SEV2',
        'status:odd',
        'status:resolved',
      ],
      events: [labeled('severity:sev4'), labeled('severity:sev2', { at: minute(2) })],
    });
    expect([...facts.labels].sort()).toEqual([
      'Severity:SEV2',
      'bug',
      'incident',
      'service:checkout',
      'status:declared',
    ]);
  });

  it('puts a removed severity label back', () => {
    const events = [labeled('severity:sev3'), unlabeled('severity:sev3', { at: minute(2) })];
    expect(ofKind(planned({ events }).effects, 'label-issue')[0]?.add).toContain('severity:sev3');
  });

  it('puts back what somebody without the right clicked', () => {
    const { facts } = settle({
      labels: ['incident', 'drill', 'severity:sev5'],
      events: [labeled('drill', { by: 'eve' }), labeled('severity:sev5', { by: 'eve' })],
    });
    expect(facts.labels).not.toContain('drill');
    expect(facts.labels).not.toContain('severity:sev5');
  });

  it('leaves a service label that the policy does not know', () => {
    const { facts } = settle({
      labels: ['incident', 'service:odd'],
      events: [labeled('service:odd')],
    });
    expect(facts.labels).toContain('service:odd');
    const form = settle({ body: formBody({ services: 'the web shop' }) });
    expect(form.facts.labels.filter((name) => name.startsWith('service:'))).toEqual([]);
  });

  it('waits with the labels and the state of what is not decided yet', () => {
    const events = [labeled('severity:sev2', { by: 'zoe' }), closed({ by: 'zoe', at: minute(2) })];
    const { effects } = planned({ labels: ['incident', 'severity:sev2'], state: 'closed', events });
    expect(ofKind(effects, 'reopen-issue')).toEqual([]);
    expect(ofKind(effects, 'label-issue')[0]?.remove).toEqual([]);
  });
});

describe('closing and opening', () => {
  it.each([
    ['/false-alarm a test', 'not_planned'],
    ['/duplicate #7', 'duplicate'],
  ])('%s closes the issue', (command, reason) => {
    const { effects } = planned({ comments: [aComment(command)] });
    expect(ofKind(effects, 'close-issue')).toEqual([expect.objectContaining({ reason })]);
    expect(settle({ comments: [aComment(command)] }).facts.state).toBe('closed');
  });

  it.each(['/false-alarm a test', '/duplicate #7'])(
    'after %s it has no status, and with /reopen the one it had',
    (command) => {
      const before = aComment('/ack', { id: 6000, createdAt: minute(3) });
      const first = settle({ comments: [before, aComment(command, { createdAt: minute(4) })] });
      expect(first.facts.labels.filter((name) => name.startsWith('status:'))).toEqual([]);
      const again = aComment('/reopen it is real', { id: 7000, createdAt: minute(9) });
      const comments = [...first.facts.comments, again];
      const { facts } = settle({ ...first.facts, comments }, aPolicy(), first.ledger);
      expect(facts.labels).toContain('status:acknowledged');
    },
  );

  it('/false-alarm puts its label on, and /reopen takes it off and opens the issue', () => {
    const first = settle({ comments: [aComment('/false-alarm a test')] });
    expect(first.facts.labels).toContain('false-alarm');
    const comments = [
      ...first.facts.comments,
      aComment('/reopen it is real', { id: 7000, createdAt: minute(9) }),
    ];
    const { facts } = settle({ ...first.facts, comments });
    expect(facts.state).toBe('open');
    expect(facts.labels).not.toContain('false-alarm');
  });

  it('a native closing of what is over and a native reopening are left as they are', () => {
    const comments = [aComment('/severity sev4\n/resolved', { createdAt: minute(3) })];
    const close = [closed({ at: minute(5) })];
    expect(settle({ state: 'closed', comments, events: close }).facts.state).toBe('closed');
    const open = [...close, reopened({ at: minute(6) })];
    expect(settle({ state: 'open', comments, events: open }).facts.state).toBe('open');
  });

  it('a closing by somebody without the right is undone', () => {
    const events = [closed({ by: 'eve', at: minute(5) })];
    expect(settle({ state: 'closed', events }).facts.state).toBe('open');
  });
});

describe('answers', () => {
  it('👍 for what was accepted, 😕 and one reply for what was refused', () => {
    const comments = [aComment('/ack', { id: 1 }), aComment('/mitgated', { id: 2 })];
    const { facts } = settle({ comments });
    const reactions = facts.comments.slice(0, 2).map(({ ownReactions }) => ownReactions);
    expect(reactions).toEqual([['+1'], ['confused']]);
    expect(replies(facts)).toHaveLength(1);
    expect(replies(facts)[0]?.body).toContain('/mitigated');
  });

  it('a reply goes before its reaction, so that a crash between them loses nothing', () => {
    const { effects } = planned({ comments: [aComment('/mitgated')] });
    const kinds = effects.map((effect) => ('marker' in effect ? effect.marker : effect.kind));
    expect(kinds.indexOf('<!-- norepeat:answer 1001 -->')).toBeLessThan(kinds.indexOf('react'));
  });

  it('a refused comment that its author mended gets 👍, and the reply goes', () => {
    const first = settle({ comments: [aComment('/mitgated')] });
    const comments = first.facts.comments.map((comment) =>
      comment.id === 1001 ? { ...comment, body: '/mitigated', editedAt: minute(5) } : comment,
    );
    const { facts } = resettle({ ...first.facts, comments }, first.ledger);
    expect(facts.comments.find(({ id }) => id === 1001)?.ownReactions).toEqual(['+1']);
    expect(replies(facts)).toEqual([]);
  });

  it('an edited reply is put right, a deleted one stays away', () => {
    const first = settle({ comments: [aComment('/mitgated')] });
    const edited = first.facts.comments.map((comment) =>
      comment.body.includes('norepeat:answer')
        ? { ...comment, body: `${comment.body} LOL` }
        : comment,
    );
    expect(replies(resettle({ ...first.facts, comments: edited }, first.ledger).facts)).toEqual(
      replies(first.facts),
    );
    const without = first.facts.comments.filter(({ body }) => !body.includes('norepeat:answer'));
    expect(replies(resettle({ ...first.facts, comments: without }, first.ledger).facts)).toEqual(
      [],
    );
  });

  it('/help and /timeline are answered once, to anybody', () => {
    const first = settle({ comments: [aComment('/help\n/timeline', { by: 'eve' })] });
    expect(replies(first.facts)).toHaveLength(1);
    const comments = [
      ...first.facts.comments,
      aComment('/ack', { id: 7000, createdAt: minute(9) }),
    ];
    expect(replies(resettle({ ...first.facts, comments }, first.ledger).facts)).toEqual(
      replies(first.facts),
    );
  });

  it('the app never answers itself', () => {
    const { facts } = settle({ comments: [aComment('/ack\n/help', { by: SELF })] });
    expect(replies(facts)).toEqual([]);
  });
});

describe('the summary', () => {
  it('is one comment: edits are undone, duplicates deleted, a deleted one is restored', () => {
    const first = settle({});
    const own = (facts: IncidentFacts) =>
      facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:summary -->'));
    const [summary] = own(first.facts);
    const others = first.facts.comments.filter((comment) => comment !== summary);
    const worlds: readonly (readonly CommentFacts[])[] = [
      others,
      [...others, { ...summary!, body: `${summary!.body}\n\nhacked` }],
      [...others, summary!, { ...summary!, id: 9000, nodeId: 'IC_9000' }],
    ];
    for (const comments of worlds) {
      const { facts } = resettle({ ...first.facts, comments }, first.ledger);
      expect(own(facts).map(({ body }) => body)).toEqual([summary!.body]);
    }
  });

  it('is never somebody else’s comment with the same marker', () => {
    const forged = aComment('<!-- norepeat:summary -->\nAll is well', { id: 5, by: 'eve' });
    const { facts } = settle({ comments: [forged] });
    expect(facts.comments.find(({ id }) => id === 5)?.body).toBe(forged.body);
    expect(facts.comments.filter(({ author }) => author.kind === 'self').length).toBeGreaterThan(0);
  });

  it('carries the first page of the ledger, further pages lie in comments of their own', () => {
    const reconciled = run();
    const { effects } = plan({
      ...reconciled,
      now: NOW,
      ledgerBlocks: ['<!-- a -->', '<!-- b -->'],
    });
    const bodies = ofKind(effects, 'keep-comment').map(({ body }) => body);
    expect(bodies[0]).toContain('<!-- a -->');
    expect(bodies[1]).toContain('<!-- b -->');
    const later = perform(reconciled.facts, effects);
    const shrunk = plan({
      ...run(later, { ledger: reconciled.ledger }),
      now: NOW,
      ledgerBlocks: ['<!-- a -->'],
    });
    expect(ofKind(shrunk.effects, 'delete-comment')).toHaveLength(1);
  });
});

describe('calling responders', () => {
  const calls = (facts: IncidentFacts) =>
    facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:call'));

  it('calls nobody for an unconfirmed declaration until it is confirmed', () => {
    const byEve = {
      author: person('eve'),
      events: [labeled('incident', { by: 'eve', at: minute(0) })],
    };
    const first = settle(byEve);
    expect(calls(first.facts)).toEqual([]);
    expect(first.facts.assignees).toEqual([]);
    const { facts } = settle({ ...first.facts, comments: [aComment('/ack', { by: 'bob' })] });
    expect(calls(facts)).toHaveLength(1);
    expect(facts.assignees).toEqual(['alice', 'bob']);
  });

  it('calls for a service that is added later, and only for it', () => {
    const first = settle({});
    const comments = [
      ...first.facts.comments,
      aComment('/service search', { id: 7000, createdAt: minute(9) }),
    ];
    const { facts } = resettle({ ...first.facts, comments }, first.ledger);
    expect(calls(facts).map(({ body }) => body.split('\n', 1)[0])).toEqual([
      '<!-- norepeat:call checkout -->',
      '<!-- norepeat:call search -->',
    ]);
    expect(facts.assignees).toEqual(['alice', 'bob', 'carol']);
  });

  it('never calls or assigns again, whatever is deleted or taken off', () => {
    const first = settle({});
    const again = run(first.facts, { ledger: first.ledger });
    const comments = first.facts.comments.filter(({ body }) => !body.includes('norepeat:call'));
    const { facts } = resettle({ ...first.facts, comments, assignees: [] }, again.ledger);
    expect(calls(facts)).toEqual([]);
    expect(facts.assignees).toEqual([]);
  });

  it('nobody can write into a comment of the app that responders were called', () => {
    const first = settle({ comments: [aComment('/help')] });
    const forged = first.facts.comments.map((comment) =>
      comment.body.startsWith('<!-- norepeat:answer')
        ? { ...comment, body: '<!-- norepeat:call search -->', editor: person('dave') }
        : comment,
    );
    const later = aComment('/service search', { id: 7000, createdAt: minute(9) });
    const { facts } = resettle({ ...first.facts, comments: [...forged, later] }, first.ledger);
    expect(calls(facts).some(({ body }) => body.includes('@carol'))).toBe(true);
  });

  it('does not assign whom a person has taken off', () => {
    const events = [
      { kind: 'unassigned', login: 'Bob', by: person('alice'), at: minute(1) } as const,
    ];
    expect(ofKind(planned({ events }).effects, 'assign')[0]?.add).toEqual(['alice']);
  });

  it('calls nobody for what is over', () => {
    for (const command of ['/mitigated', '/resolved', '/false-alarm x']) {
      expect(calls(settle({ comments: [aComment(command)] }).facts)).toEqual([]);
    }
  });

  it('says nothing for a service of which there is nothing to say', () => {
    const services = [aService({ team: null, responders: [], runbook: null, dashboard: null })];
    expect(calls(settle({}, aPolicy({ services })).facts)).toEqual([]);
  });

  it('assigns no more people than GitHub takes', () => {
    const responders = Array.from({ length: 15 }, (_, index) => `person-${String(index)}`);
    const policy = aPolicy({ services: [aService({ responders })] });
    const { effects } = planned({ assignees: ['zoe'] }, { policy });
    expect(ofKind(effects, 'assign')[0]?.add).toHaveLength(9);
  });
});

describe('when to look again', () => {
  it('at the next deadline, at the latest fifteen minutes after everything was read', () => {
    expect(planOf(run(), minute(1)).lookAgainAt).toBe(minute(5));
    const readAgain = run({ wholeAt: minute(20), comments: [aComment('/ack')] });
    const late = { ...readAgain, ledger: [...readAgain.ledger, ...told(minute(30))] };
    expect(planOf(late, minute(31)).lookAgainAt).toBe(minute(35));
  });

  it('at the next reminder, and in a minute while one is due and not written', () => {
    expect(planOf(run(), minute(6)).lookAgainAt).toBe(minute(7));
    const state = run({ wholeAt: minute(20) });
    const ledger = [...state.ledger, ...told(minute(20))];
    expect(planOf({ ...state, ledger }, minute(20)).lookAgainAt).toBe(minute(25));
  });

  it('at everything fifteen minutes after the last time, however often changes are read between', () => {
    for (const at of [1, 6, 14]) expect(planOf(run(), minute(at)).wholeBy).toBe(minute(15));
    const unconfirmed = planned({ author: person('eve'), events: [] });
    expect(unconfirmed).toMatchObject({ lookAgainAt: minute(15), wholeBy: minute(15) });
  });

  it('at everything every six hours, where nobody has said or done anything for four', () => {
    const hours = (count: number): Instant => minute(60 * count);
    const wholeBy = (wholeAt: Instant, saidAt: Instant): Instant | null => {
      const comments = [aComment('still looking', { createdAt: saidAt })];
      return planOf(run({ wholeAt, comments }), wholeAt).wholeBy;
    };
    expect(wholeBy(hours(4), minute(1))).toBe(minute(4 * 60 + 15));
    expect(wholeBy(hours(5), minute(1))).toBe(hours(11));
    expect(wholeBy(hours(5), hours(2))).toBe(minute(5 * 60 + 15));
  });

  it('never, when it was none', () => {
    const over = planned({ comments: [aComment('/false-alarm only a test')] });
    expect(over).toMatchObject({ lookAgainAt: null, wholeBy: null });
  });

  it('for what comes after it, when it is over', () => {
    const { lookAgainAt, wholeBy } = planned({ comments: [aComment('/resolved')] });
    expect(lookAgainAt).toBeGreaterThan(minute(15));
    expect(wholeBy).toBeNull();
  });

  /** All that is due of a SEV-1 by then has just been said. */
  function told(at: Instant): readonly LedgerEntry[] {
    const due = { acknowledge: 5, roles: 11, update: 30, mitigate: 30 };
    return Object.entries(due).map(([clock, by]) => {
      return { verdict: 'reminded', clock, due: minute(by), count: 1, overdue: 1, at } as const;
    });
  }
});

describe('the catalog of labels', () => {
  it('fits what GitHub takes', () => {
    const long = aPolicy({
      severities: aPolicy().severities.map((severity) => ({
        ...severity,
        criteria: ['x'.repeat(300)],
      })),
    });
    for (const { name, color, description } of [
      ...labelCatalog(aPolicy()),
      ...labelCatalog(long),
    ]) {
      expect(name.length).toBeLessThanOrEqual(50);
      expect(color).toMatch(/^[0-9a-f]{6}$/);
      expect(Array.from(description).length).toBeLessThanOrEqual(100);
    }
  });

  it('holds every label that an incident of the policy can carry', () => {
    const names = labelCatalog(aPolicy()).map(({ name }) => name);
    const { facts } = settle({ comments: [aComment('/service search\n/false-alarm x')] });
    expect(names).toEqual(expect.arrayContaining([...facts.labels]));
  });
});

function replies(facts: IncidentFacts): readonly CommentFacts[] {
  return facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:answer'));
}

function resettle(given: IncidentFacts, ledger: ReturnType<typeof run>['ledger']) {
  let facts = given;
  let kept = ledger;
  for (let rounds = 0; rounds < 6; rounds += 1) {
    const reconciled = run(facts, { ledger: kept });
    const look = planOf(reconciled);
    if (look.effects.length === 0) return reconciled;
    kept = look.ledger;
    facts = perform(reconciled.facts, look.effects);
  }
  throw new Error('it never comes to rest');
}
