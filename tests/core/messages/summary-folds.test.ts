import { describe, expect, test } from 'vitest';
import { unknownServiceWarning } from '../../../src/core/messages/warnings.ts';
import { entry } from '../../builders/a-timeline-entry.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aLinkedIssue, aSubIssue, minute } from '../../builders/facts.ts';
import { policy, summary, acknowledged } from './summaries.ts';

describe('everything else is folded below', () => {
  const full = anIncident({
    ...acknowledged,
    services: ['checkout', 'search'],
    detectedHow: 'Pager',
    suspects: [
      {
        kind: 'pull-request',
        repository: 'acme/checkout',
        title: 'Retry the payment call',
        url: 'https://github.example/acme/checkout/pull/33',
        at: minute(-30),
        by: 'dave',
      },
      {
        kind: 'deployment',
        repository: 'acme/checkout',
        title: 'production v42',
        url: 'https://github.example/acme/checkout/deployments/9',
        at: minute(-14),
        by: 'deployer',
      },
    ],
    relations: [{ kind: 'related', issue: aLinkedIssue().ref, title: null, url: null }],
    mentions: [aLinkedIssue({ restricted: true, title: 'Secret plan' })],
    actionItems: [aSubIssue({ assignees: ['bob'] })],
    timeline: [entry(0, 'Declared', { key: true }), entry(3, 'Looking')],
  });
  const markdown = summary(full, minute(5));

  test('one fold a subject, in this order', () => {
    expect([...markdown.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title)).toEqual([
      'Why SEV-2',
      'Clocks',
      'Services and owners',
      'Action items: 0 of 1 done',
      'Suspects: 2 changes in the 24 hours before',
      'Relations: 2',
      'Timeline: 1 key event',
    ]);
  });

  test('subjects with nothing to say are left out', () => {
    const titles = [...summary(anIncident({ services: [] })).matchAll(/<summary>(.*)<\/summary>/g)];
    expect(titles.map(([, title]) => title)).toEqual(['Why SEV-2', 'Clocks']);
  });

  test('a list of suspects that was cut says so', () => {
    const more = { kind: 'more', at: minute(-60), title: '', url: '', by: '' } as const;
    const cut = [
      { ...more, repository: 'acme/checkout' },
      { ...more, repository: null },
    ];
    const told = summary(anIncident({ ...full, suspects: [...full.suspects, ...cut] }));
    expect(told).toContain('Suspects: more than 2 changes in the 24 hours before');
    expect(told).toContain('\n- and more that is not listed here, in acme/checkout\n');
  });

  test('the latest change is the first suspect', () => {
    expect(markdown).toContain(
      '- 13:46 UTC deployed [production v42](https://github.example/acme/checkout/deployments/9) in acme/checkout by deployer\n- 13:30 UTC merged',
    );
  });

  test('what is restricted is counted and never named', () => {
    expect(markdown).toContain('mentioned in a restricted issue');
    expect(markdown).not.toContain('Secret plan');
    expect(markdown).not.toContain('Key leaked');
  });

  test('a suspect where not everybody can read is told of by its time alone', () => {
    const hidden = { repository: null, title: '', url: '', by: '', at: minute(-30) } as const;
    const told = summary(anIncident({ suspects: [{ kind: 'pull-request', ...hidden }] }));
    expect(told).toContain('- 13:30 UTC merged where not everybody can read\n');
  });

  test('clocks say how long it took and what the policy allows', () => {
    expect(markdown).toContain(
      '| Acknowledged | 2026-11-21 14:04 UTC | 4 min after declaring, target 15 min |',
    );
    expect(markdown).toContain('| Mitigate | 2026-11-21 16:00 UTC | due |');
  });

  test('only key events stand in the timeline, and it says how to see the others', () => {
    expect(markdown).toContain('- **14:00 UTC** alice: Declared\n- 2 entries in all: `/timeline`');
    expect(markdown).not.toContain('Looking');
  });

  test('what was not understood is said, not dropped', () => {
    const warned = summary(
      anIncident({ warnings: Array.from({ length: 7 }, () => 'what is “a lot”?') }),
    );
    expect(warned).toContain('**Not understood:**');
    expect(warned).toContain('- and 2 more like these');
  });

  test('what to write instead of what was not understood stands as code, and names what is nearest', () => {
    const warning = unknownServiceWarning('serch`', policy);
    expect(summary(anIncident({ warnings: [warning] }))).toContain(
      '- “serch ” is not a service of the policy, so nobody was called for it; there are checkout, search. Add one: `/service search`',
    );
  });
});
