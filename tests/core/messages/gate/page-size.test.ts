import { describe, expect, it } from 'vitest';
import {
  aMatter,
  anObligation,
  anObligedIncident,
  anOwedItem,
  approval,
  changed,
  issue,
  OLD_HEAD,
  owes,
  PAYMENTS,
} from '../../../builders/gate.ts';
import { read, runOf, pull } from './pages.ts';

const LOGINS = Array.from({ length: 100 }, (_, n) => `reviewer-${String(n)}`);

describe('the size of a page', () => {
  const long = '長い題名'.repeat(60);
  const items = Array.from({ length: 40 }, (_, n) =>
    anOwedItem({
      ref: issue(`acme/incidents#${String(n + 100)}`),
      title: long,
      assignees: ['bob', 'carol', 'dave'],
    }),
  );
  const many = Array.from({ length: 120 }, (_, n) =>
    anObligation({
      incident: anObligedIncident({
        ref: issue(`acme/incidents#${String(n + 1000)}`),
        title: long,
      }),
      teams: [owes(PAYMENTS, { items })],
    }),
  );

  it('stays within what GitHub takes, in bytes, and says that it was cut', () => {
    const reviews = LOGINS.map((login) => approval(login, { commit: OLD_HEAD }));
    const files = changed(...Array.from({ length: 3000 }, (_, n) => `src/${long}/${String(n)}.ts`));
    const run = runOf(
      aMatter({
        obligations: many,
        ...pull({ files, reviews, closes: [issue('acme/incidents#1000')] }),
      }),
    );
    for (const shown of [run.summary, run.text ?? '']) {
      expect(new TextEncoder().encode(shown).length).toBeLessThanOrEqual(65_535);
    }
    expect(run.title.length).toBeLessThanOrEqual(120);
    expect(read(run).summary).toContain('The same goes for 115 more incidents');
    expect(run.text).toMatch(/\d+ more parts of this page would not fit/);
    expect(run.text).toContain('and 30 more items');
  });

  it('keeps its buttons within GitHub’s limits', () => {
    const { actions } = runOf(aMatter());
    expect(actions.map(({ label }) => label)).toEqual(['Check again', 'Ask for a waiver']);
    for (const { label, description, identifier } of actions) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});
