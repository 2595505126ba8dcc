/** Files that somebody with write access pushed, made to keep the app busy or to grow without bound. */
import { describe, expect, test } from 'vitest';
import { planPostmortem } from '../../../src/core/postmortem/plan/plan.ts';
import {
  indexFollowing,
  indexOnOpening,
} from '../../../src/core/postmortem/index/postmortem-index.ts';
import { checkTemplate } from '../../../src/core/postmortem/template.ts';
import { aPostmortem, aPull, postmortemFacts } from '../../builders/a-postmortem.ts';
import { minute, person } from '../../builders/facts.ts';

describe('an index', () => {
  const mine = {
    ...{ number: 12, day: '2026-11-21', title: 'Checkout is down', href: '2026/12.md' },
    ...{ severity: 'SEV-1', services: ['checkout'], causes: [] },
  };
  const index = indexOnOpening(null, { mine, published: [], othersOpen: [] }) ?? '';

  test.each([
    ['blanks', `- ${' '.repeat(400_000)}x`],
    ['half a marker', `- ${'<!-- norepeat:postmortem 1 2026-11-21 x '.repeat(10_000)}`],
    ['blanks before a marker', `- ${' '.repeat(400_000)}<!-- norepeat:postmortem 1 x`],
  ])('is read at once though a line of it is nothing but %s', (_, line) => {
    const hostile = index.replace('<!-- /norepeat:index year -->', `${line}\n$&`);
    expect(indexFollowing(hostile, mine)).toBe(hostile);
  });
});

describe('a template', () => {
  test('that names the same fact without end is none', () => {
    const text = `# Postmortem\n\n${'{{title}} and\n'.repeat(300)}`;
    expect(checkTemplate(`${text}\n${'Words. '.repeat(15_000)}`)).toEqual([
      {
        ...{ line: 1, found: 'a file of more than a hundred thousand characters' },
        ...{ expected: 'a shorter one', nearest: null },
      },
    ]);
    expect(checkTemplate(text)).toEqual([
      {
        ...{ line: 203, found: '{{title}}', nearest: null },
        expected: 'at most 200 facts in one template',
      },
    ]);
  });
});

describe('a table', () => {
  test('becomes no more issues than an incident can have', () => {
    const rows = Array.from({ length: 120 }, (_, at) => `| Alert ${String(at)} | | | |\n`).join('');
    const text = `---\nincident: acme/incidents#12\n---\n<!-- norepeat:action-items -->\n\n| Action | Owner | Due | Status |\n|---|---|---|---|\n${rows}\n<!-- /norepeat:action-items -->\n`;
    const merged = { at: minute(200), by: person('dave') };
    const facts = postmortemFacts({
      pull: aPull({ state: 'merged', merged, closedAt: minute(200) }),
      document: { path: 'postmortems/2026/2026-11-21-12-down.md', text },
    });
    const now = minute(201);
    const { entries } = planPostmortem(aPostmortem({ facts, now }));
    const taken = entries.filter(({ verdict }) => verdict === 'row');
    expect(taken).toHaveLength(100);
    // Nor do they with the next look, or another asking.
    const { entries: later } = planPostmortem(aPostmortem({ facts, now, ledger: taken }));
    expect(later.filter(({ verdict }) => verdict === 'row')).toEqual([]);
  });
});
