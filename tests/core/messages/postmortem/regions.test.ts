import { describe, expect, test } from 'vitest';
import type { Suspect } from '../../../../src/core/incident/facts.ts';
import { recommendSeverity } from '../../../../src/core/incident/severity.ts';
import { RENDERERS } from '../../../../src/core/messages/postmortem/renderers.ts';
import { entry } from '../../../builders/a-timeline-entry.ts';
import { anIncident } from '../../../builders/an-incident.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { aLinkedIssue, minute } from '../../../builders/facts.ts';
import { aPast } from '../../recurrence/a-past.ts';
import { aTelling, OVER, told } from './a-telling.ts';

const BARE = aTelling({ services: [] });
const CLOCKS = anIncident().clocks;

test('of an incident of which nothing is known but that it was declared, most regions say nothing', () => {
  const silent = Object.entries(RENDERERS).flatMap(([kind, render]) =>
    render(BARE) === null ? [kind] : [],
  );
  expect(silent).toEqual([
    'impact',
    'phases',
    'timeline',
    'detection',
    'containment',
    'root-cause',
    'resolution',
    'related-incidents',
    'lessons',
  ]);
});

describe('the summary', () => {
  test('says what happened, to whom, how long, and how it ended', () => {
    const telling = aTelling({ ...OVER, impact: { users: 15, customers: 3 }, slaBreach: true });
    expect(told('summary', telling)).toBe(
      [
        'Checkout answers 500 for most customers.',
        'It affected the service checkout, 15 % of users and 3 % of customers. A service-level agreement was broken.',
        'It began on 2026-11-21 at 13:52 UTC, was noticed 6 min later and declared at 14:00 UTC by alice.',
        'The damage was stopped at 14:58 UTC, 1 h 6 min after it began: “Rolled back 4711”. It was resolved at 15:30 UTC, 1 h 38 min after it began.',
      ].join('\n\n'),
    );
  });

  test('while it goes on, says that it does', () => {
    expect(told('summary', BARE)).toContain('It is not resolved yet.');
    expect(told('summary', BARE)).toContain('It was declared on 2026-11-21 at 14:00 UTC by alice.');
  });

  test.each([
    [-6, 'It was noticed on 2026-11-21 at 13:54 UTC and declared at 14:00 UTC by alice.'],
    [-900, 'It was noticed on 2026-11-20 at 23:00 UTC and declared on 2026-11-21 at 14:00 UTC by'],
    [0, 'It was noticed and declared on 2026-11-21 at 14:00 UTC by alice.'],
    [6, 'It was declared on 2026-11-21 at 14:00 UTC by alice, and noticed 6 min later.'],
  ])(
    'without a beginning, noticed %d min from the declaration, says the date once',
    (at, words) => {
      const clocks = { ...CLOCKS, detectedAt: minute(at) };
      expect(told('summary', aTelling({ clocks }))).toContain(words);
    },
  );

  test('says the date of the declaration where it began on another day', () => {
    const clocks = { ...CLOCKS, startedAt: minute(-900) };
    expect(told('summary', aTelling({ clocks }))).toContain(
      'It began on 2026-11-20 at 23:00 UTC and was declared on 2026-11-21 at 14:00 UTC by alice.',
    );
  });

  test('names the zone of the policy', () => {
    const telling = aTelling(OVER, { timeZone: 'Europe/Berlin' });
    expect(told('summary', telling)).toContain('on 2026-11-21 at 14:52 Europe/Berlin');
  });

  test('says first that it was a drill, a false alarm, or another one', () => {
    const closed = { is: 'closed', since: minute(5), by: 'bob' } as const;
    expect(told('summary', aTelling({ drill: true }))).toContain('**This was a drill');
    const falseAlarm = { ...closed, because: { why: 'false-alarm', reason: 'a test' } } as const;
    expect(told('summary', aTelling({ status: falseAlarm }))).toContain(
      '**It was a false alarm:** “a test”.',
    );
    const of = { repo: { owner: 'acme', name: 'incidents' }, number: 7 };
    const duplicate = { ...closed, because: { why: 'duplicate', of } } as const;
    expect(told('summary', aTelling({ status: duplicate }))).toContain('another incident:** #7.');
    expect(told('summary', aTelling({ status: duplicate }))).not.toContain('not resolved');
  });

  test('keeps lists, paragraphs and code of the description, and cuts a book short', () => {
    const description = '## What\n\nCards fail.\n\n- EU\n- US\n\n```mermaid\ngraph TD\n```';
    expect(told('summary', aTelling({ description }))).toContain(
      '**What**\n\nCards fail.\n\n- EU\n- US\n\n```\ngraph TD\n```',
    );
    const book = aTelling({ description: 'Words upon words. '.repeat(4000) });
    expect(told('summary', book)?.length).toBeLessThan(8000);
    expect(told('summary', book)).toContain('The rest of the description stands in the [incident');
  });
});

describe('the severity', () => {
  test('says who chose it, what it stands for, and what the figures said', () => {
    const policy = aPolicy();
    const recommendation = recommendSeverity({ users: 15, customers: 0, cost: 0 }, policy);
    const [inForce] = policy.severities;
    const severity = {
      inForce: inForce!,
      chosenBy: 'person',
      by: 'alice',
      recommendation,
    } as const;
    const region = told('severity', aTelling({ severity }));
    expect(region).toContain('**SEV-1**, chosen by alice. The figures alone speak for SEV-2: 15 %');
    for (const criterion of inForce!.criteria) expect(region).toContain(criterion);
  });

  test('figures that leave a worse one possible do not speak for a level', () => {
    const recommendation = recommendSeverity({ users: 15 }, aPolicy());
    const severity = {
      inForce: recommendation.severity,
      chosenBy: 'recommended',
      by: null,
      recommendation,
    } as const;
    const region = told('severity', aTelling({ severity }));
    expect(region).toContain('the worst it could have been');
    expect(region).toContain('Of the figures only some were known: 15 % of users');
  });

  test('nobody having chosen one is said, with the figures that did', () => {
    const recommendation = recommendSeverity({ users: 0, customers: 0, cost: 0 }, aPolicy());
    const severity = {
      inForce: recommendation.severity,
      chosenBy: 'recommended',
      by: null,
      recommendation,
    } as const;
    expect(told('severity', aTelling({ severity }))).toContain('as the figures say');
  });

  test('tells how it was judged on the way, where it was judged twice', () => {
    const timeline = [
      entry(3, 'Severity SEV-3 → SEV-2', { kind: 'severity', key: true }),
      entry(9, 'Severity SEV-2 → SEV-1: payroll day', { kind: 'severity', by: 'bob', key: true }),
    ];
    expect(told('severity', aTelling({ timeline }))).toContain(
      '- 14:09, bob: Severity SEV-2 → SEV-1: payroll day',
    );
    expect(told('severity', aTelling({ timeline: timeline.slice(1) }))).not.toContain('14:09');
  });
});

describe('the impact', () => {
  test('has a line for each figure that is known, and none for others', () => {
    const region = told('impact', aTelling({ ...OVER, impact: { customers: 3, cost: 40 } }));
    expect(region).toContain('| Customers affected | 3 % |');
    expect(region).toContain('| Cost | 40 % more than expected |');
    expect(region).toContain('| Duration | 1 h 6 min, from 13:52 UTC to 14:58 UTC |');
    expect(region).not.toContain('Users');
    expect(region).not.toContain('agreement');
  });

  test('says from when it counts where nobody knows when it began', () => {
    const unknown = (detectedAt: typeof CLOCKS.detectedAt): string | null =>
      told('impact', aTelling({ clocks: { ...OVER.clocks, startedAt: null, detectedAt } }));
    for (const detectedAt of [null, minute(2)]) {
      expect(unknown(detectedAt)).toContain(
        '| Duration | 58 min, from 14:00 UTC to 14:58 UTC, counted from its declaration |',
      );
    }
    expect(unknown(minute(-2))).toContain(
      '| Duration | 1 h, from 13:58 UTC to 14:58 UTC, counted from when it was noticed |',
    );
  });
});

describe('detection, containment and resolution', () => {
  test('tell when, by whom, how, and whether the policy was kept', () => {
    const telling = aTelling({ ...OVER, severity: 'sev1', detectedHow: 'An alarm' });
    expect(told('detection', telling)).toBe(
      [
        'It was noticed at 13:58 UTC, 6 min after it began at 13:52 UTC. How it was noticed: “An alarm”.',
        'It was declared by alice at 14:00 UTC, 2 min later. It was acknowledged by bob 2 min later. SEV-1 allows 5 min from the declaration, which was kept.',
      ].join('\n\n'),
    );
    expect(told('containment', telling)).toBe(
      'The damage was stopped at 14:58 UTC, 1 h 6 min after it began, as bob said: “Rolled back 4711”. SEV-1 allows 30 min from the declaration, which was not kept.',
    );
    expect(told('resolution', telling)).toBe(
      'It was resolved at 15:30 UTC, 1 h 38 min after it began, as carol said.',
    );
  });

  test('how it was noticed is told without a time, too', () => {
    expect(told('detection', aTelling({ detectedHow: 'A customer called' }))).toContain(
      'How it was noticed: “A customer called”.',
    );
  });

  test('an end that did not hold is told with how that showed', () => {
    const timeline = [
      entry(34, 'Mitigated: rolled back eu-1', { kind: 'mitigated', by: 'bob', key: true }),
      entry(48, 'Reopened: errors in eu-2', { kind: 'reopened', key: true }),
      entry(58, 'Mitigated: rolled back eu-2', { kind: 'mitigated', by: 'bob', key: true }),
    ];
    const telling = aTelling({ ...OVER, timeline });
    expect(told('containment', telling)).toContain('“rolled back eu-2”.');
    expect(told('containment', telling)).toContain(
      '- 14:34, bob: Mitigated: rolled back eu-1\n- 14:48, alice: Reopened: errors in eu-2',
    );
    expect(told('summary', telling)).toContain('opened again at 14:48 UTC');
  });

  test('merged pull requests are named; those that not everybody may read are not', () => {
    const pull = { isPullRequest: true, state: 'merged' } as const;
    const mentions = [
      aLinkedIssue({ ...pull, title: 'Take the limit out' }),
      aLinkedIssue({ ...pull, title: 'Secret', restricted: true }),
      aLinkedIssue({ isPullRequest: true, title: 'Still open' }),
    ];
    const region = told('resolution', aTelling({ ...OVER, mentions }));
    expect(region).toContain(
      'acme/checkout#34](https://github.example/acme/checkout/issues/34) Take',
    );
    expect(region).not.toMatch(/Secret|Still open/);
    expect(told('resolution', aTelling({ ...OVER, mentions, restricted: true }))).toContain(
      'Secret',
    );
  });
});

describe('the root cause', () => {
  const suspect: Suspect = {
    kind: 'pull-request',
    repository: 'acme/checkout',
    title: 'Raise the limit',
    url: 'https://github.example/acme/checkout/pull/33',
    at: minute(-30),
    by: 'dave',
  };

  test('names causes and components, and folds what had changed', () => {
    const hidden = { ...suspect, repository: null, title: '', url: '', by: '' };
    const region = told(
      'root-cause',
      aTelling({ causes: ['change'], components: ['database'], suspects: [suspect, hidden] }),
    );
    expect(region).toContain('- **Cause:** change\n- **Component:** database');
    expect(region).toContain('13:30 merged [Raise the limit]');
    expect(region).toContain('where not everybody can read');
  });

  test('what had changed is no cause by itself', () => {
    expect(told('root-cause', aTelling({ suspects: [suspect] }))).toBeNull();
  });
});

describe('related incidents', () => {
  const prevention = [
    {
      ref: { repo: { owner: 'acme', name: 'checkout' }, number: 9 },
      url: 'https://github.example/acme/checkout/issues/9',
      title: 'Alarm on the pool',
      became: 'open',
      by: null,
      restricted: false,
    },
  ] as const;
  const postmortem = { url: 'https://github.example/acme/incidents/pull/5', published: true };

  test('tell what was to prevent the last time, and lead to its postmortem', () => {
    const recurrence = { earlier: [aPast(4, { prevention, postmortem })], later: [], similar: [] };
    const region = told('related-incidents', aTelling({ recurrence }));
    expect(region).toContain('**It had happened before:**');
    expect(region).toContain('Alarm on the pool (still open).');
    expect(region).toContain('[Postmortem](https://github.example/acme/incidents/pull/5)');
    expect(told('lessons', aTelling({ recurrence }))).toContain(
      'It had happened once before, and 1 action item agreed on then is still open.',
    );
  });

  test('name each incident once, by the strongest thing that is known of it', () => {
    const one = aPast(4);
    const relations = [
      { kind: 'repeat-of', issue: one.ref, title: null, url: one.url },
      { kind: 'related', issue: aPast(8).ref, title: 'Search is slow', url: aPast(8).url },
    ] as const;
    const similar = [one, aPast(8), aPast(9)].map((past) => ({
      past,
      shares: ['service'] as const,
      veryAlike: false,
    }));
    const recurrence = { earlier: [one], later: [], similar };
    const region = told('related-incidents', aTelling({ relations, recurrence })) ?? '';
    for (const number of [4, 8, 9]) expect(region.split(`[#${String(number)}]`)).toHaveLength(2);
  });

  test('nothing of an issue that not everybody may read is said, not even that there is one', () => {
    const mentions = [aLinkedIssue({ restricted: true, title: 'Secret' })];
    expect(told('related-incidents', aTelling({ mentions }))).toBeNull();
  });
});

describe('lessons', () => {
  test('say which targets of the policy were kept and which were not', () => {
    const region = told('lessons', aTelling({ ...OVER, severity: 'sev1' }));
    expect(region).toContain('- Acknowledged 2 min after the declaration; SEV-1 allows 5 min.');
    expect(region).toContain('- Damage stopped 58 min after the declaration; SEV-1 allows 30 min.');
  });

  test('are left to people where the policy has no targets', () => {
    expect(told('lessons', aTelling({ ...OVER, severity: 'sev5' }))).toBeNull();
  });
});

describe('participants', () => {
  test('are told once each, those with a role first, with what they did', () => {
    const roles = new Map([
      ['scribe', 'Dora'],
      ['commander', 'bob'],
      ['tech-lead', 'bob'],
    ]);
    const timeline = [
      ...OVER.timeline,
      entry(20, 'hello', { by: 'BOB' }),
      entry(21, 'so', { by: 'eve' }),
    ];
    expect(
      told('participants', aTelling({ ...OVER, roles, timeline }))
        ?.split('\n')
        .slice(2),
    ).toEqual([
      '| bob | Commander, Technical lead | acknowledged it, stopped the damage; 1 comment |',
      '| Dora | Scribe | |',
      '| alice | | declared it |',
      '| carol | | resolved it |',
      '| eve | | 1 comment |',
    ]);
  });

  test('an alarm is no person, and nobody knows who a deleted account was', () => {
    const timeline = [entry(1, 'gone', { by: 'ghost' })];
    const telling = aTelling({ declaredVia: 'dispatch', declaredBy: 'monitor', timeline });
    expect(told('participants', telling)).toBeNull();
  });
});

test('what happened on another day carries its date', () => {
  const clocks = { ...CLOCKS, mitigatedAt: minute(24 * 60) };
  expect(told('containment', aTelling({ clocks }))).toContain('stopped on 2026-11-22 at 14:00 UTC');
});
