import { describe, expect, it } from 'vitest';
import { exemptAuthors } from '../../../../src/core/gate/rules/exempt-authors.ts';
import type { Actor } from '../../../../src/core/incident/facts.ts';
import { app, aPolicyThat, aPull, person } from '../../../builders/gate.ts';

const policy = aPolicyThat({ exemptAuthors: ['dependabot[bot]', 'Release-Manager'] });
const bot = app('dependabot');

/** Who opened it, who wrote its commits, whether all of those are known, and whether it passes. */
const TABLE: readonly (readonly [
  name: string,
  author: Actor,
  authors: readonly (Actor | null)[],
  complete: boolean,
  passes: boolean,
])[] = [
  ['all of it by the app', bot, [bot], true, true],
  ['by two who are exempt', bot, [bot, person('release-manager')], true, true],
  [
    'opened by a person who is exempt',
    person('release-manager'),
    [person('Release-Manager')],
    true,
    true,
  ],
  ['one commit by somebody else', bot, [bot, person('alice')], true, false],
  ['opened by somebody else', person('alice'), [bot], true, false],
  ['a person with the name of the app', person('dependabot'), [person('dependabot')], true, false],
  [
    'an app with the name of the person',
    app('release-manager'),
    [app('release-manager')],
    true,
    false,
  ],
  ['a commit of nobody known', bot, [bot, null], true, false],
  ['more commits than are known', bot, [bot], false, false],
  ['no commit at all', bot, [], true, false],
];

describe('a change by authors whom the policy exempts', () => {
  it.each(TABLE)('%s', (...[, author, authors, complete, passes]) => {
    const found = exemptAuthors(
      aPull({ author, commitAuthors: { authors, complete, signed: true } }),
      policy,
    );
    expect(found.outcome).toBe(passes ? 'passes' : 'no');
  });

  it('exempts nobody by names that no signature stands for', () => {
    const by = (author: Actor, signed: boolean) =>
      exemptAuthors(
        aPull({ author, commitAuthors: { authors: [author], complete: true, signed } }),
        policy,
      );
    expect(by(bot, true).outcome).toBe('passes');
    expect(by(bot, false)).toMatchObject({ outcome: 'no', otherwise: null });
    expect(by(person('release-manager'), true).outcome).toBe('passes');
    expect(by(person('release-manager'), false)).toMatchObject({ outcome: 'no', otherwise: null });
  });

  it('exempts nobody when the policy names nobody', () => {
    const nobody = aPolicyThat({ exemptAuthors: [] });
    const theirs = aPull({
      author: bot,
      commitAuthors: { authors: [bot], complete: true, signed: true },
    });
    expect(exemptAuthors(theirs, nobody).outcome).toBe('no');
  });
});
