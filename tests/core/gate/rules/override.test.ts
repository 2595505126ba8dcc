import { describe, expect, it } from 'vitest';
import { authorsOf } from '../../../../src/core/gate/rules/authors.ts';
import { overrides } from '../../../../src/core/gate/rules/override.ts';
import { CREATED } from '../../../builders/facts.ts';
import { anObligation, app, aPull, HEAD, issue, OLD_HEAD, person } from '../../../builders/gate.ts';

const said = { pull: issue('acme/checkout#34'), sha: HEAD, by: 'erin', reason: 'x', at: CREATED };
const byApp = aPull({
  author: app('copilot'),
  commitAuthors: { authors: [person('erin'), null], complete: false, signed: true },
});

describe('an override', () => {
  it.each([
    ['of the present head lifts', said, [aPull()], 'this-head'],
    [
      'written in capitals lifts as well',
      { ...said, sha: HEAD.toUpperCase() },
      [aPull()],
      'this-head',
    ],
    ['of an earlier head does not', { ...said, sha: OLD_HEAD }, [aPull()], 'other-head'],
    ['by the author does not', { ...said, by: 'Alice' }, [aPull()], 'by-author'],
    ['by whoever wrote what an app opened does not', said, [byApp], 'by-author'],
    [
      'by somebody else lifts also what nobody knows the writers of',
      { ...said, by: 'dave' },
      [byApp],
      'this-head',
    ],
    [
      'by who opened another pull request on the head does not',
      said,
      [aPull(), aPull({ ref: issue('acme/checkout#35'), author: person('erin') })],
      'by-author',
    ],
  ] as const)('%s', (_, override, pulls, because) => {
    const obligation = anObligation({ overrides: [override] });
    const outcome = because === 'this-head' ? 'lifts' : 'no';
    expect(overrides(pulls, HEAD, obligation, authorsOf(pulls))).toEqual([
      { rule: 'override', outcome, override, because },
    ]);
  });

  it('on another pull request says nothing about this one', () => {
    const obligation = anObligation({ overrides: [{ ...said, pull: issue('acme/search#34') }] });
    expect(overrides([aPull()], HEAD, obligation, authorsOf([aPull()]))).toEqual([]);
  });
});
