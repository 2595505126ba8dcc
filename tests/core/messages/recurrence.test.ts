import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { similarReply } from '../../../src/core/messages/past-incidents.ts';
import { summaryComment } from '../../../src/core/messages/summary.ts';
import type { PastIncident, PriorItem } from '../../../src/core/recurrence/past-incident.ts';
import { ALONE, type Recurrence } from '../../../src/core/recurrence/recurrence.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { minute } from '../../builders/facts.ts';
import { aPast } from '../recurrence/a-past.ts';

const policy = aPolicy();

function shown(
  recurrence: Partial<Recurrence>,
  overrides: Partial<Omit<Incident, 'severity'>> = {},
): string {
  const incident = anIncident({ ...overrides, recurrence: { ...ALONE, ...recurrence } });
  const summary = summaryComment(incident, policy, minute(1), { ledgerBlocks: [] });
  return summary.replaceAll('\u200b', '');
}

const like = (past: PastIncident, veryAlike = false): Recurrence['similar'][number] => ({
  past,
  shares: ['service', 'words'],
  veryAlike,
});
const item = (overrides: Partial<PriorItem> = {}): PriorItem => ({
  ref: { repo: { owner: 'acme', name: 'checkout' }, number: 8 },
  url: 'https://github.example/acme/checkout/issues/8',
  title: 'Give it a timeout',
  became: 'open',
  by: null,
  restricted: false,
  ...overrides,
});
const told = aPast(4, {
  title: 'Pool exhausted',
  ended: { as: 'done', at: aPast(4).declaredAt, took: 34 * 60_000, how: 'Mitigated: raised it' },
  prevention: [item({ became: 'done', by: 'carol' })],
  postmortem: { url: 'https://github.example/acme/incidents/pull/5', published: true },
});

describe('similar incidents in the summary', () => {
  test('say what it was, how it ended, what was to prevent it, where to read on, and why they are named', () => {
    expect(shown({ similar: [like(told)] })).toContain(
      '- [#4](https://github.example/acme/incidents/issues/4) Pool exhausted, SEV-2 of 2026-01-09: over after 34 min, Mitigated: raised it. To prevent it: [acme/checkout#8](https://github.example/acme/checkout/issues/8) Give it a timeout (done by carol). [Postmortem](https://github.example/acme/incidents/pull/5). Same service, similar words.',
    );
  });

  test('say what to write when it is the same once more, until somebody said so', () => {
    expect(shown({ similar: [like(told)] })).toContain('The same once more? Say `/repeat-of #4`.');
    expect(shown({ similar: [like(aPast(2)), like(told, true)] })).toContain(
      'Probably the same once more? Say `/repeat-of #4`.',
    );
    expect(shown({ similar: [like(told)] }, { repeatOf: told.ref })).not.toContain('/repeat-of');
  });

  test('stand below the fold, and only while it is worked on', () => {
    const working = shown({ similar: [like(told, true)] });
    expect(working.indexOf('Pool exhausted')).toBeGreaterThan(working.indexOf('<details>'));
    const resolved = { is: 'resolved', since: minute(1), by: 'bob' } as const;
    expect(shown({ similar: [like(told)] }, { status: resolved })).not.toContain('Similar');
    expect(shown({})).not.toContain('Similar');
  });

  test.each([
    [null, 'still being worked on'],
    ['false-alarm', 'it was a false alarm'],
    ['resolved', 'over, Mitigated: raised it'],
  ] as const)('that are %s say so', (as, words) => {
    const ended =
      as === null ? null : { as, at: minute(1), took: null, how: 'Mitigated: raised it' };
    expect(shown({ similar: [like({ ...told, ended })] })).toContain(words);
  });

  test('bring no live mention, reference or markup of others along', () => {
    const hostile = {
      ...told,
      title: '@acme/all <!-- norepeat:summary --> #1 | `x` </details>',
      ended: { as: 'done', at: minute(1), took: null, how: 'Resolved: @bob <script>' } as const,
      prevention: [item({ title: '@carol | --> fixes #7' })],
    };
    const incident = anIncident({ recurrence: { ...ALONE, similar: [like(hostile)] } });
    const summary = summaryComment(incident, policy, minute(1), { ledgerBlocks: [] });
    expect(summary).not.toMatch(/@(?:acme|bob|carol)/);
    expect(summary).not.toMatch(/#[17]\b(?!\])/);
    expect(summary.match(/<!-- norepeat/g)).toHaveLength(1);
    expect(summary).not.toMatch(/(?<!\\)<script>/);
  });
});

describe('a repeat in the summary', () => {
  test.each([
    [1, '**The second time.** It happened before: [#1]'],
    [2, '**The third time.** It happened before: [#2]'],
    [11, '**The 12th time.**'],
    [20, '**The 21st time.**'],
  ])('with %i before it says which time it is', (count, words) => {
    const earlier = Array.from({ length: count }, (_, index) => aPast(count - index));
    expect(shown({ earlier })).toContain(words);
    if (count > 5) expect(shown({ earlier })).toContain(`and ${String(count - 5)} more`);
  });

  test('says by which severity it is followed up, where that is not its own', () => {
    const sev1 = policy.severities[0]!;
    const raised = shown({}, { followUp: { severity: sev1, because: 'repeat' } });
    expect(raised).toContain('- It came back: its follow-up is that of a **SEV-1**.');
    expect(shown({})).not.toContain('its follow-up is');
  });

  test('says what was to prevent it each time, what became of that, and asks again', () => {
    const accepted = { by: 'ivy', reason: 'the vendor is leaving' };
    const items = [
      item(),
      item({ became: 'done', by: 'carol' }),
      item({ became: 'dropped', by: 'bob' }),
      item({ became: 'accepted', by: 'ivy' }),
    ];
    const text = shown({ earlier: [aPast(4, { prevention: items, accepted }), aPast(3)] });
    for (const words of [
      'Give it a timeout (still open)',
      '(done by carol)',
      '(dropped by bob)',
      '(accepted as it is by ivy)',
      'everything accepted as it is by ivy: the vendor is leaving',
      'SEV-2 of 2026-01-08: nothing was agreed.',
      'What will be different this time? `/action prevent what will be changed`',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('names no restricted item where not everybody may read it', () => {
    const earlier = [aPast(4, { prevention: [item({ restricted: true, title: 'Secret' })] })];
    expect(shown({ earlier })).toContain('a restricted issue (still open)');
    expect(shown({ earlier })).not.toContain('Secret');
    expect(shown({ earlier }, { restricted: true })).toContain('Secret');
  });

  test('is told in the earlier one, also when that is long closed', () => {
    const closed = { is: 'closed', since: minute(1), by: 'bob', because: { why: 'done' } } as const;
    expect(shown({ later: [aPast(20), aPast(30)] }, { status: closed })).toContain(
      '**It came back:** [#20](https://github.example/acme/incidents/issues/20) (SEV-2 of 2026-01-25), [#30]',
    );
  });
});

describe('the answer to /similar', () => {
  test('is the list, in whatever state the incident is', () => {
    const closed = { is: 'closed', since: minute(1), by: 'bob', because: { why: 'done' } } as const;
    const incident = anIncident({
      status: closed,
      recurrence: { ...ALONE, similar: [like(told)] },
    });
    expect(similarReply(incident, policy)).toContain('Pool exhausted');
  });

  test('without any says what is compared', () => {
    expect(similarReply(anIncident(), policy)).toContain('No earlier incident looks like this one');
  });
});
